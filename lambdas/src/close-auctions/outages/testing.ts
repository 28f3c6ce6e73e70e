import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { slotOf, SLOTS } from '@sagopalgo/core/redis/slots.ts';
import { writeSlots } from '@sagopalgo/core/redis/slot-ranges.ts';
import { JudgeWatch } from './judge-watch.ts';
import { JudgeAwayError, Sight } from './sight.ts';

/** A watch that sees a Redis which was started so long ago; null: one that is away. */
export class WatchOf extends JudgeWatch {
  readonly #uptimeMs: number | null;

  constructor(uptimeMs: number | null) {
    super();
    this.#uptimeMs = uptimeMs;
  }

  override look(): Promise<Sight> {
    if (this.#uptimeMs === null) return Promise.reject(new JudgeAwayError('away'));
    return Promise.resolve(wholeSince(Date.now() - this.#uptimeMs));
  }
}

/** The judge seen whole, started at that moment. */
export function wholeSince(startedAtMs: number): Sight {
  return new Sight([{ slots: null, startedAtMs }]);
}

/** A watch that sees a cluster, started so long ago, whose master of one slot is away. */
export class WatchWithout extends JudgeWatch {
  readonly #slot: number;
  readonly #uptimeMs: number;

  constructor(slot: number, uptimeMs: number) {
    super();
    [this.#slot, this.#uptimeMs] = [slot, uptimeMs];
  }

  override look(): Promise<Sight> {
    const others = Array.from({ length: SLOTS }, (_, slot) => slot).filter(
      (slot) => slot !== this.#slot,
    );
    const sight = new Sight([
      { slots: writeSlots([this.#slot]), startedAtMs: null },
      { slots: writeSlots(others), startedAtMs: Date.now() - this.#uptimeMs },
    ]);
    return Promise.resolve(sight);
  }
}

/** The one slot that an auction is in. */
export function slotsOf(auctionId: string): string {
  return writeSlots([slotOf(auctionKeys(auctionId).state)]);
}
