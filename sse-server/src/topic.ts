import type { LoggedEvent } from '@sagopalgo/core/contracts/events.ts';
import type { LiveState } from '@sagopalgo/core/redis/live-state.ts';
import type { Connection } from './connection.ts';
import { gapFrame, positionFrame } from './frames.ts';
import { Ring } from './ring.ts';
import type { Sight } from './sight.ts';

const HELD_MAX = 1_000;

/**
 * One watched auction in this process: how far its story has been told, and to whom. It is told
 * strictly by seq: what comes too early is held, what came before is dropped.
 */
export class Topic {
  readonly auctionId: string;
  /** Those being told their past; they are in `joined` from the moment they have all of it. */
  readonly entering = new Set<Connection>();
  readonly joined = new Set<Connection>();
  /** Since when Redis does not have it, in UTC milliseconds. */
  missingSinceMs: number | null = null;
  /** Since when nobody watches it, in UTC milliseconds. */
  idleSinceMs: number | null = null;
  #epoch: string | null = null;
  #ring = new Ring(0);
  #held: LoggedEvent[] = [];
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

  /** Tells an event in its turn; false when an earlier one is missing or the epoch is another. */
  admit(event: LoggedEvent): boolean {
    const { epoch, seq } = event.data;
    if (epoch === this.#epoch && seq <= this.seq) return true;
    if (epoch !== this.#epoch || seq > this.seq + 1) {
      this.#hold(event);
      return false;
    }
    this.#tell(event);
    this.#releaseHeld();
    return true;
  }

  /** The frames after `seq` that are still at hand, at most `limit`; null when they do not reach. */
  past(seq: number, limit: number): Buffer[] | null {
    return this.#ring.after(seq, limit);
  }

  /** Goes on from where the auction stands, without having told how it got there. */
  goOnFrom({ epoch, seq }: LiveState): void {
    this.#epoch = epoch;
    this.#ring = new Ring(seq);
    this.#releaseHeld();
  }

  /** The same for those who have been told an older part of the story: a gap, and a snapshot. */
  startAnew(sight: Sight): void {
    this.#send(Buffer.concat([gapFrame(this.auctionId, this.seq, sight.live.seq), sight.frame]));
    this.goOnFrom(sight.live);
  }

  #tell(event: LoggedEvent): void {
    const frame = positionFrame(event);
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
    const held = this.#held.toSorted((a, b) => a.data.seq - b.data.seq);
    this.#held = [];
    for (const event of held) {
      const { epoch, seq } = event.data;
      if (epoch !== this.#epoch) continue;
      if (seq === this.seq + 1) this.#tell(event);
      else if (seq > this.seq) this.#held.push(event);
    }
  }
}
