import { askEach } from '@sagopalgo/core/redis/ask-each.ts';
import { placesOf } from '@sagopalgo/core/redis/places.ts';
import type { Deps } from '../deps.ts';
import { RepeatedLook } from '../http/repeated-look.ts';

const LOOK_KEY = 'judge:clock';
/** What took longer says too little of the moment at which it was read. */
const READ_WITHIN_MS = 500;

type Used = Pick<Deps, 'redis' | 'log' | 'now'>;

/**
 * How far the clock of Redis is ahead of ours, read again and again, so that a moment of ours can be told to the judge
 * in its own time. Of a cluster it is the clock that is furthest ahead: no bid must be late by it that is not.
 */
export class RedisClock {
  readonly #repeated: RepeatedLook;
  readonly #now: () => number;
  #aheadMs: number | null = null;

  constructor({ redis, log, now }: Used) {
    this.#now = now;
    this.#repeated = new RepeatedLook(log, 'redis-clock.not-read', async () => {
      const askedAtMs = now();
      const asks = placesOf(redis).map((place) => ['exists', `${LOOK_KEY}${place}`] as const);
      const { nowMs } = await askEach(redis, asks);
      if (Math.abs(now() - askedAtMs) <= READ_WITHIN_MS) this.#aheadMs = nowMs - askedAtMs;
    });
  }

  /** One look; nothing while another is under way. What was read last stands while Redis does not answer. */
  look(): Promise<void> {
    return this.#repeated.look();
  }

  /** The moment so many milliseconds from now, by the clock of Redis; null while that was never read. */
  inMs(fromNowMs: number): number | null {
    return this.#aheadMs === null ? null : this.#now() + this.#aheadMs + fromNowMs;
  }
}
