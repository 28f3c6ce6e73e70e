import type { ExtendedEvent } from '@sagopalgo/core/contracts/events.ts';
import type { LiveState } from '@sagopalgo/core/redis/live-state.ts';
import type { LoggedEvent } from '@sagopalgo/core/redis/public-events.ts';
import { Audience } from './audience.ts';
import type { Connection } from './connection.ts';
import { extendedFrame, gapFrame, loggedFrame, positionFrame } from './frames.ts';
import type { Pulse } from './pulse.ts';
import { Ring } from './ring.ts';
import { outcomeOf } from './sight.ts';
import type { Sight } from './sight.ts';
import { Bids, Latest, Whole } from './unsent.ts';

const HELD_MAX = 1_000;

/** What somebody was told of the price last; the moment only where it was told with a bid. */
interface Told {
  priceKrw: number | null;
  leaderAlias: string | null;
  acceptedAtMs?: number;
}

/**
 * One watched auction in this process: how far its story has been told, and to whom. It is told
 * strictly by seq: what comes too early is held, what came before is dropped. What takes no seq, a
 * moved closing or an interruption, is told as soon as it is known.
 */
export class Topic {
  readonly auctionId: string;
  /** Those being told their past; they are in the audience from the moment they have all of it. */
  readonly entering = new Set<Connection>();
  readonly audience: Audience;
  /** Since when Redis does not have it, in UTC milliseconds. */
  missingSinceMs: number | null = null;
  /** Since when it cannot be read, in UTC milliseconds; its watchers have been told. */
  awaySinceMs: number | null = null;
  /** Since when nobody watches it, in UTC milliseconds. */
  idleSinceMs: number | null = null;
  /** How many watch it over all processes, as was told last; null before that. */
  viewers: number | null = null;
  #epoch: string | null = null;
  #ring = new Ring(0);
  #held: LoggedEvent[] = [];
  #closesAtMs = 0;
  #moved: LiveState['moved'] = null;
  #interrupted = false;
  /** Null before the first look, and when the auction is over. */
  #told: Told | null = null;
  #isRefuted = false;
  /** Those who may not know whether it is interrupted: they are sent the next snapshot. */
  readonly #unsure = new Set<Connection>();

  constructor(auctionId: string, pulse: Pick<Pulse, 'quicken' | 'flush'>) {
    this.auctionId = auctionId;
    this.audience = new Audience(pulse);
  }

  /** Null until the auction was looked at for the first time. */
  get epoch(): string | null {
    return this.#epoch;
  }

  get seq(): number {
    return this.#ring.lastSeq;
  }

  /** Which bid was told last, as far as that is known. */
  get lastBid(): { priceKrw?: number; acceptedAtMs?: number } {
    const { priceKrw, acceptedAtMs } = this.#told ?? {};
    return {
      ...(priceKrw !== null && priceKrw !== undefined && { priceKrw }),
      ...(acceptedAtMs !== undefined && { acceptedAtMs }),
    };
  }

  get isIdle(): boolean {
    return this.watcherCount === 0;
  }

  get watcherCount(): number {
    return this.entering.size + this.audience.size;
  }

  watchers(): Connection[] {
    return [...this.entering, ...this.audience.members];
  }

  /**
   * Tells an event in its turn; false when an earlier one is missing, the epoch is another, or it is
   * another than was told under its seq.
   */
  admit(event: LoggedEvent): boolean {
    const { epoch, seq } = event.told.data;
    if (epoch === this.#epoch && seq <= this.seq) return this.#wasTold(event);
    if (epoch !== this.#epoch || seq > this.seq + 1 || this.#isRefuted) {
      this.#hold(event);
      return false;
    }
    this.#tell(event);
    this.#releaseHeld();
    return true;
  }

  /**
   * True when what was told is not what Redis has, which lost it and took other bids since. Nothing more
   * is told then until the story has begun anew.
   */
  isRefutedBy({ epoch, seq, priceKrw, leaderAlias }: LiveState): boolean {
    if (epoch !== this.#epoch) return false;
    const told = this.#told;
    if (told !== null && seq === this.seq) {
      this.#isRefuted ||= told.priceKrw !== priceKrw || told.leaderAlias !== leaderAlias;
    }
    return this.#isRefuted;
  }

  /** Tells that the closing has moved; false when there may be more to it, or less, than that. */
  admitMove(move: ExtendedEvent): boolean {
    if (move.epoch !== this.#epoch || move.closesAtMs <= this.#closesAtMs) return false;
    this.#closesAtMs = move.closesAtMs;
    if (move.reason !== 'bid') this.#moved = move.reason;
    this.audience.tell([new Whole(extendedFrame(move))], true);
    return true;
  }

  /** Tells what takes no seq and was missed; `sight` is of this epoch and no newer than the story. */
  review(sight: Sight): void {
    const { epoch, seq, closesAtMs, moved, interrupted } = sight.live;
    // A look of before the closing may come after it.
    if (sight.isOver || this.#told === null) return;
    if (moved !== null) {
      this.admitMove({ auctionId: this.auctionId, epoch, closesAtMs, reason: moved });
      this.#moved = moved;
    }
    // A snapshot of an older moment would take the price back; the next look is as good.
    if (seq !== this.seq) return;
    const isNews = interrupted !== this.#interrupted;
    this.#interrupted = interrupted;
    if (isNews) this.audience.tell([new Whole(sight.frame, this.auctionId)], true);
    else if (this.#unsure.size > 0) this.audience.tellSome(this.#unsure, sight.frame);
    this.#unsure.clear();
  }

  /** The frames after `seq` that are still at hand, at most `limit`; null when they do not reach. */
  past(seq: number, limit: number): Buffer[] | null {
    return this.#ring.after(seq, limit);
  }

  /**
   * From now on the connection is told what happens. `shown` is the snapshot it was sent; null for one
   * that resumed, which has missed what takes no seq: then it is told where the closing has moved to.
   * False when it has yet to be sent a snapshot, which comes with the next look.
   */
  join(connection: Connection, shown: LiveState | null): boolean {
    if (!this.entering.delete(connection)) return true;
    this.audience.join(connection, this.seq);
    const isSure = shown
      ? shown.interrupted === this.#interrupted
      : !this.#interrupted && this.#moved !== 'operator';
    if (!isSure) this.#unsure.add(connection);
    if (this.#moved !== null && this.#epoch !== null && shown?.closesAtMs !== this.#closesAtMs) {
      const { auctionId } = this;
      const move = { closesAtMs: this.#closesAtMs, reason: this.#moved };
      connection.send(extendedFrame({ auctionId, epoch: this.#epoch, ...move }));
    }
    return isSure;
  }

  leave(connection: Connection): void {
    for (const watchers of [this.entering, this.#unsure]) watchers.delete(connection);
    this.audience.leave(connection);
  }

  /** Goes on from where the auction stands, without having told how it got there. */
  goOnFrom(live: LiveState): void {
    this.#epoch = live.epoch;
    this.#closesAtMs = live.closesAtMs;
    this.#moved = outcomeOf(live) === null ? live.moved : null;
    this.#interrupted = live.interrupted;
    const { priceKrw, leaderAlias } = live;
    this.#told = outcomeOf(live) === null ? { priceKrw, leaderAlias } : null;
    this.#isRefuted = false;
    this.#ring = new Ring(live.seq);
    this.#releaseHeld();
  }

  /** The same for those who have been told an older part of the story: a gap, and a snapshot. */
  startAnew(sight: Sight): void {
    const gap = gapFrame(this.auctionId, this.seq, sight.live.seq);
    this.audience.tell([new Whole(Buffer.concat([gap, sight.frame]), this.auctionId)], true);
    this.#unsure.clear();
    this.goOnFrom(sight.live);
  }

  /** Tells something of no hurry, of which only the latest counts. */
  tellAside(name: Latest['name'], frame: Buffer): void {
    this.audience.tell([new Latest(name, this.auctionId, frame)], false);
  }

  // What fell out of the ring is taken for the same.
  #wasTold(event: LoggedEvent): boolean {
    const [frame] = this.#ring.after(event.told.data.seq - 1, 1) ?? [];
    if (frame !== undefined && !frame.equals(loggedFrame(event))) this.#isRefuted = true;
    return !this.#isRefuted;
  }

  #tell({ told, extended }: LoggedEvent): void {
    const frame = positionFrame(told);
    const first = extended ? extendedFrame(extended) : null;
    this.#ring.push(first ? Buffer.concat([first, frame]) : frame);
    if (told.event === 'bid') {
      this.#closesAtMs = told.data.closesAtMs;
      this.#told = told.data;
      const bids = new Bids(told.data, 1, frame);
      this.audience.tell(first ? [new Whole(first), bids] : [bids], first !== null);
      return;
    }
    // Nothing moves the closing of an auction that is over, and it is not interrupted any more.
    [this.#moved, this.#interrupted, this.#told] = [null, false, null];
    this.audience.tell([new Whole(frame, this.auctionId)], true);
  }

  #hold(event: LoggedEvent): void {
    this.#held.push(event);
    // What falls out here is found in the log by the look that a held event brings about.
    if (this.#held.length > HELD_MAX) this.#held.shift();
  }

  #releaseHeld(): void {
    if (this.#held.length === 0) return;
    const held = this.#held.toSorted((a, b) => a.told.data.seq - b.told.data.seq);
    this.#held = [];
    for (const event of held) {
      const { epoch, seq } = event.told.data;
      if (epoch !== this.#epoch) continue;
      if (seq === this.seq + 1) this.#tell(event);
      else if (seq > this.seq) this.#held.push(event);
    }
  }
}
