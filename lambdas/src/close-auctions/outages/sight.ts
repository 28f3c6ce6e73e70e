import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { haveKey, readSlots } from '@sagopalgo/core/redis/slot-ranges.ts';
import type { SlotRanges } from '@sagopalgo/core/redis/slot-ranges.ts';

/** The judge, or a part of it, takes no bids now: Redis does not answer, cannot write, or does not have everything. */
export class JudgeAwayError extends Error {
  override readonly name = 'JudgeAwayError';
}

/** A part of the judge as it was seen. */
export interface SeenPart {
  /** As `slot-ranges.ts` writes them; null for all there are. */
  slots: string | null;
  /**
   * When its Redis was started, or another master first seen in its place, in UTC milliseconds, to the
   * second; null while it takes no bids.
   */
  startedAtMs: number | null;
  /** Why it takes none. */
  fault?: unknown;
}

/** What a look at the judge has shown: which of its parts take bids. */
export class Sight {
  readonly #parts: readonly (SeenPart & { ranges: SlotRanges })[];

  constructor(parts: readonly SeenPart[]) {
    this.#parts = parts.map((part) => ({ ...part, ranges: readSlots(part.slots) }));
  }

  /** True while no part of it takes bids. */
  get isAway(): boolean {
    return this.#parts.every(({ startedAtMs }) => startedAtMs === null);
  }

  /** When the Redis that judges this auction was started (see `SeenPart`); null while it takes no bids. */
  startedAtMs(auctionId: string): number | null {
    return this.startedAtMsOf(auctionKeys(auctionId).state);
  }

  /** The same of the Redis that has this key. */
  startedAtMsOf(key: string): number | null {
    return this.#parts.find(({ ranges }) => haveKey(ranges, key))?.startedAtMs ?? null;
  }

  /** Throws a JudgeAwayError when any part takes no bids: once what concerns the others is done. */
  expectWhole(): void {
    const away = this.#parts.filter(({ startedAtMs }) => startedAtMs === null);
    const [first] = away;
    if (!first) return;
    const where = this.isAway ? '' : ` in the slots ${away.map(({ slots }) => slots).join(' ')}`;
    throw new JudgeAwayError(`the judge takes no bids${where}`, { cause: first.fault });
  }
}
