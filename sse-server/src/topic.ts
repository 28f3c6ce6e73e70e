import type { ExtendedEvent } from '@sagopalgo/core/contracts/events.ts';
import type { LiveState } from '@sagopalgo/core/redis/live-state.ts';
import type { LoggedEvent } from '@sagopalgo/core/redis/public-events.ts';
import type { Connection } from './connection.ts';
import { extendedFrame, gapFrame, loggedFrame } from './frames.ts';
import { Ring } from './ring.ts';
import { outcomeOf } from './sight.ts';
import type { Sight } from './sight.ts';

const HELD_MAX = 1_000;

/**
 * One watched auction in this process: how far its story has been told, and to whom. It is told
 * strictly by seq: what comes too early is held, what came before is dropped. What takes no seq, a
 * moved closing or an interruption, is told as soon as it is known.
 */
export class Topic {
  readonly auctionId: string;
  /** Those being told their past; they are in `joined` from the moment they have all of it. */
  readonly entering = new Set<Connection>();
  readonly joined = new Set<Connection>();
  /** Since when Redis does not have it, in UTC milliseconds. */
  missingSinceMs: number | null = null;
  /** Since when it cannot be read, in UTC milliseconds; its watchers have been told. */
  awaySinceMs: number | null = null;
  /** Since when nobody watches it, in UTC milliseconds. */
  idleSinceMs: number | null = null;
  #epoch: string | null = null;
  #ring = new Ring(0);
  #held: LoggedEvent[] = [];
  #closesAtMs = 0;
  #moved: LiveState['moved'] = null;
  #interrupted = false;
  /** Those who may not know whether it is interrupted: they are sent the next snapshot. */
  readonly #unsure = new Set<Connection>();
  readonly #onTold: (watchers: number) => void;

  /** `onTold` hears of every event told and to how many. */
  constructor(auctionId: string, onTold: (watchers: number) => void) {
    this.auctionId = auctionId;
    this.#onTold = onTold;
  }

  /** Null until the auction was looked at for the first time. */
  get epoch(): string | null {
    return this.#epoch;
  }

  get seq(): number {
    return this.#ring.lastSeq;
  }

  get isIdle(): boolean {
    return this.entering.size === 0 && this.joined.size === 0;
  }

  isWatchedBy(connection: Connection): boolean {
    return this.joined.has(connection) || this.entering.has(connection);
  }

  watchers(): Connection[] {
    return [...this.entering, ...this.joined];
  }

  /** Tells an event in its turn; false when an earlier one is missing or the epoch is another. */
  admit(event: LoggedEvent): boolean {
    const { epoch, seq } = event.told.data;
    if (epoch === this.#epoch && seq <= this.seq) return true;
    if (epoch !== this.#epoch || seq > this.seq + 1) {
      this.#hold(event);
      return false;
    }
    this.#tell(event);
    this.#releaseHeld();
    return true;
  }

  /** Tells that the closing has moved; false when there may be more to it, or less, than that. */
  admitMove(move: ExtendedEvent): boolean {
    if (move.epoch !== this.#epoch || move.closesAtMs <= this.#closesAtMs) return false;
    this.#closesAtMs = move.closesAtMs;
    if (move.reason !== 'bid') this.#moved = move.reason;
    this.#send(extendedFrame(move));
    return true;
  }

  /** Tells what takes no seq and was missed; `sight` is of this epoch and no newer than the story. */
  review(sight: Sight): void {
    const { epoch, seq, closesAtMs, moved, interrupted } = sight.live;
    if (sight.isOver) return;
    if (moved !== null) {
      this.admitMove({ auctionId: this.auctionId, epoch, closesAtMs, reason: moved });
      this.#moved = moved;
    }
    // A snapshot of an older moment would take the price back; the next look is as good.
    if (seq !== this.seq) return;
    const unsure = interrupted === this.#interrupted ? this.#unsure : this.joined;
    this.#interrupted = interrupted;
    for (const watcher of unsure) watcher.send(sight.frame);
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
    this.joined.add(connection);
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
    for (const watchers of [this.entering, this.joined, this.#unsure]) watchers.delete(connection);
  }

  /** Goes on from where the auction stands, without having told how it got there. */
  goOnFrom(live: LiveState): void {
    this.#epoch = live.epoch;
    this.#closesAtMs = live.closesAtMs;
    this.#moved = outcomeOf(live) === null ? live.moved : null;
    this.#interrupted = live.interrupted;
    this.#ring = new Ring(live.seq);
    this.#releaseHeld();
  }

  /** The same for those who have been told an older part of the story: a gap, and a snapshot. */
  startAnew(sight: Sight): void {
    this.#send(Buffer.concat([gapFrame(this.auctionId, this.seq, sight.live.seq), sight.frame]));
    this.#unsure.clear();
    this.goOnFrom(sight.live);
  }

  /** Tells something that changes nothing of how the auction stands: a signed head. */
  tellAside(frame: Buffer): void {
    this.#send(frame);
  }

  #tell(event: LoggedEvent): void {
    const frame = loggedFrame(event);
    if (event.told.event === 'bid') this.#closesAtMs = event.told.data.closesAtMs;
    // Nothing moves the closing of an auction that is over, and it is not interrupted any more.
    else [this.#moved, this.#interrupted] = [null, false];
    this.#ring.push(frame);
    this.#send(frame);
    this.#onTold(this.joined.size);
  }

  #send(frame: Buffer): void {
    for (const watcher of this.joined) watcher.send(frame);
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
