import type { Connection } from './connection.ts';
import type { Outbox } from './outbox.ts';
import type { Crowd, Flushed, Pulse } from './pulse.ts';
import { countOf, framesOf, Unsent } from './unsent.ts';
import type { Piece, Waiting } from './unsent.ts';

/** How far one is who joined while something waited to be sent. */
interface Ahead {
  seq: number;
  mark: number;
}

/** How a frame goes out: by itself, or with what else there is for one who watches several auctions. */
interface Ways {
  outbox: Outbox;
  gathered: Connection[] | null;
}

/**
 * Those who are told what happens in one auction, and what they have yet to be sent. Whoever joins
 * knows already some of what waits for the others: of that, nothing is sent twice.
 */
export class Audience implements Crowd {
  sentAtMs = Number.NEGATIVE_INFINITY;
  /** How many have joined so far. */
  joins = 0;
  readonly #joined = new Set<Connection>();
  readonly #ahead = new Map<Connection, Ahead>();
  readonly #unsent = new Unsent();
  readonly #pulse: Pick<Pulse, 'quicken' | 'flush'>;

  constructor(pulse: Pick<Pulse, 'quicken' | 'flush'>) {
    this.#pulse = pulse;
  }

  get size(): number {
    return this.#joined.size + this.#ahead.size;
  }

  get isWaiting(): boolean {
    return !this.#unsent.isEmpty;
  }

  get members(): Connection[] {
    return [...this.#joined, ...this.#ahead.keys()];
  }

  /** Has been told everything up to that seq, and from here on what everybody is told. */
  join(connection: Connection, seq: number): void {
    this.joins += 1;
    if (this.isWaiting) this.#ahead.set(connection, { seq, mark: this.#unsent.mark });
    else this.#joined.add(connection);
  }

  leave(connection: Connection): void {
    this.#joined.delete(connection);
    this.#ahead.delete(connection);
  }

  /** Has pieces sent to all of them, in a moment or at once. */
  tell(pieces: readonly Piece[], isUrgent: boolean): void {
    if (this.size === 0) return;
    for (const piece of pieces) this.#unsent.add(piece);
    this.#pulse.quicken(this, isUrgent);
  }

  /** Sends a frame to some of them only, after what waits for all. */
  tellSome(some: Iterable<Connection>, frame: Buffer): void {
    this.#pulse.flush(this);
    for (const connection of some) connection.send(frame);
  }

  flush(outbox: Outbox, gathered: Connection[] | null): Flushed {
    const waiting = this.#unsent.take();
    const pieces = waiting.map(({ piece }) => piece);
    if (pieces.length === 0) return { pieces: 0, merged: 0 };
    let watchers = 0;
    const frame = framesOf(pieces);
    if (gathered === null) {
      for (const connection of this.#joined) {
        if (connection.deliver(frame, pieces, outbox)) watchers += 1;
      }
    } else {
      for (const connection of this.#joined) {
        if (give(connection, frame, pieces, { outbox, gathered })) watchers += 1;
      }
    }
    const count = countOf(pieces);
    const flushed = { pieces: count.pieces * watchers, merged: count.merged * watchers };
    this.#flushAhead(waiting, { outbox, gathered }, flushed);
    return flushed;
  }

  #flushAhead(waiting: readonly Waiting[], ways: Ways, flushed: Flushed): void {
    for (const [connection, ahead] of this.#ahead) {
      const pieces = newTo(ahead, waiting);
      this.#joined.add(connection);
      if (pieces.length === 0 || !give(connection, framesOf(pieces), pieces, ways)) continue;
      const count = countOf(pieces);
      flushed.pieces += count.pieces;
      flushed.merged += count.merged;
    }
    this.#ahead.clear();
  }
}

// False when it was not written, as the connection is behind or closed.
function give(
  connection: Connection,
  frame: Buffer,
  pieces: readonly Piece[],
  { outbox, gathered }: Ways,
): boolean {
  const isAlone = gathered === null || connection.topics.length <= 1;
  if (isAlone || connection.isBehind || connection.isClosed) {
    return connection.deliver(frame, pieces, outbox);
  }
  if (connection.gather(frame)) gathered.push(connection);
  return true;
}

function newTo(ahead: Ahead, waiting: readonly Waiting[]): Piece[] {
  const pieces: Piece[] = [];
  let isNewStory = false;
  for (const { piece, mark } of waiting) {
    // Whatever waited when he came he knows, be it of this story or of one before it.
    if (mark <= ahead.mark) continue;
    if (piece.kind === 'bids') {
      const bids = isNewStory ? piece : piece.after(ahead.seq);
      if (bids) pieces.push(bids);
      continue;
    }
    pieces.push(piece);
    // After a snapshot the seqs may have begun again.
    if (piece.kind === 'whole' && piece.endsBidsOf !== null) isNewStory = true;
  }
  return pieces;
}
