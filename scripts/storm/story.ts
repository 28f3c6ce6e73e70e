/** Where an auction stands as far as a watcher has been told. */
export interface Held {
  epoch: string;
  seq: number;
  priceKrw: number | null;
  bidCount: number;
  leaderAlias: string | null;
  closesAtMs: number;
  /** How it ended; null while it has not. */
  outcome: string | null;
}

/** How much was told in which way. */
export interface Tally {
  bids: number;
  /** Bids that another one stood for. */
  merged: number;
  snapshots: number;
  gaps: number;
  moves: number;
  closings: number;
  stale: number;
}

interface Told {
  auctionId: string;
  epoch: string;
  seq: number;
  merged?: number;
  priceKrw: number | null;
  bidCount: number;
  leaderAlias: string | null;
  closesAtMs: number;
  state?: string;
  outcome: string;
  fromSeq: number;
  toSeq: number;
}

const OVER = ['sold', 'unsold', 'cancelled'];
const FAULTS_MAX = 5;

/**
 * What one watcher is told, over all of its connections, held to the promise: seqs go up one by one,
 * and where they do not, that is announced: by `merged`, by a gap and its snapshot, or by the snapshot
 * of a connection that asked for one.
 */
export class Story {
  readonly faults: string[] = [];
  readonly held = new Map<string, Held>();
  readonly tally: Tally = {
    ...{ bids: 0, merged: 0, snapshots: 0, gaps: 0, moves: 0, closings: 0, stale: 0 },
  };
  isStale = false;
  readonly #hear: (auctionId: string, seq: number, priceKrw: number | null) => void;
  readonly #gaps = new Map<string, number>();
  /** Moved closings of which the bid has yet to come. */
  readonly #moves = new Map<string, number>();
  #fresh = new Set<string>();

  /** `hear` is told of every bid. */
  constructor(hear: (auctionId: string, seq: number, priceKrw: number | null) => void) {
    this.#hear = hear;
  }

  /** A new connection, which named no position of the `fresh` ones. */
  begin(fresh: Iterable<string>): void {
    this.#fresh = new Set(fresh);
    this.#gaps.clear();
    this.#moves.clear();
    this.isStale = false;
  }

  /** What the watcher knows from elsewhere. */
  know(auctionId: string, held: Held): void {
    this.held.set(auctionId, held);
  }

  /** `auctionId@epoch:seq`, or the id alone of one that nothing is known of. */
  place(auctionId: string): string {
    const held = this.held.get(auctionId);
    return held ? `${auctionId}@${held.epoch}:${held.seq}` : auctionId;
  }

  tell(event: string, told: Told): void {
    const held = this.held.get(told.auctionId);
    if (event === 'stale' || event === 'live') this.#turn(event);
    else if (event === 'snapshot') this.#show(told, held);
    else if (event === 'viewers') return;
    else if (!held || event === 'unknown') this.#fault(`${event} out of place`, told, held);
    else if (event === 'gap') this.#announce(told, held);
    else if (this.#gaps.has(told.auctionId)) this.#fault(`${event} in a gap`, told, held);
    else if (event === 'bid') this.#bid(told, held);
    else if (event === 'extended') this.#move(told, held);
    else if (event === 'closed') this.#close(told, held);
    else this.#fault(`${event} is no event for everybody`, told, held);
  }

  #turn(event: string): void {
    const isStale = event === 'stale';
    if (isStale) this.tally.stale += 1;
    if (isStale === this.isStale) this.faults.push(`${event} twice`);
    this.isStale = isStale;
  }

  #announce(told: Told, held: Held): void {
    this.tally.gaps += 1;
    if (told.fromSeq !== Math.min(held.seq + 1, told.toSeq)) this.#fault('gap', told, held);
    this.#gaps.set(told.auctionId, told.toSeq);
  }

  #show(told: Told, held: Held | undefined): void {
    const { auctionId, epoch, seq, state = '' } = told;
    this.tally.snapshots += 1;
    const isAsked = !held || this.#fresh.delete(auctionId);
    const isAnnounced = this.#gaps.get(auctionId) === seq;
    const isSame = held?.seq === seq && held.epoch === epoch;
    if (!isAsked && !isAnnounced && !isSame) this.#fault('snapshot unannounced', told, held);
    if (held?.epoch === epoch && seq < held.seq) this.#fault('snapshot backwards', told, held);
    this.#gaps.delete(auctionId);
    this.#moves.delete(auctionId);
    this.#keep(told, { closesAtMs: told.closesAtMs, outcome: OVER.includes(state) ? state : null });
  }

  #bid(told: Told, held: Held): void {
    const { merged = 1, auctionId, epoch, seq } = told;
    this.tally.bids += 1;
    this.tally.merged += merged - 1;
    const isNext = seq - merged === held.seq && epoch === held.epoch && held.outcome === null;
    if (!isNext) this.#fault('bid out of turn', told, held);
    const closesAtMs = this.#moves.get(auctionId) ?? held.closesAtMs;
    this.#moves.delete(auctionId);
    if (told.closesAtMs !== closesAtMs) this.#fault('closing moved untold', told, held);
    this.#hear(auctionId, seq, told.priceKrw);
    this.#keep(told, { closesAtMs: told.closesAtMs, outcome: null });
  }

  #move(told: Told, held: Held): void {
    this.tally.moves += 1;
    const before = this.#moves.get(told.auctionId) ?? held.closesAtMs;
    if (told.closesAtMs <= before) this.#fault('closing moved back', told, held);
    this.#moves.set(told.auctionId, told.closesAtMs);
  }

  #close(told: Told, held: Held): void {
    this.tally.closings += 1;
    const isAgain = held.outcome === told.outcome && held.seq === told.seq;
    const isNext = held.outcome === null && told.seq === held.seq + 1;
    if (!isAgain && !isNext) this.#fault('closing out of turn', told, held);
    this.#keep(told, { closesAtMs: held.closesAtMs, outcome: told.outcome });
  }

  #keep(told: Told, rest: Pick<Held, 'closesAtMs' | 'outcome'>): void {
    const { epoch, seq, priceKrw, bidCount, leaderAlias } = told;
    this.held.set(told.auctionId, { epoch, seq, priceKrw, bidCount, leaderAlias, ...rest });
  }

  #fault(what: string, told: Told, held: Held | undefined): void {
    if (this.faults.length >= FAULTS_MAX) return;
    this.faults.push(`${what}: ${JSON.stringify(told)} on ${JSON.stringify(held ?? null)}`);
  }
}
