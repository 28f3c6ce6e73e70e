import type { Cluster, Redis } from 'ioredis';
import { TALK_STREAM_KEY } from '@sagopalgo/core/redis/keys.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Deps } from '../deps.ts';

/** A look at the stream waits so long for news: less than after which a silent connection is given up. */
export const WAIT_FOR_NEWS_MS = 2_000;
const RETRY_AFTER_MS = 500;
/** Before anything that Redis will ever number. */
const BEGINNING = '0-0';

/**
 * What the Redis Streams adapter takes for its client. It writes on the api's own connection, which fails
 * at once while Redis is away, and reads on one of its own. The adapter asks again right after a
 * read that failed, in a loop without a pause, and looks from "now" on at each read until something came: here
 * a failed read takes its time, and "now" is one place from which nothing is left out. Nothing that we
 * send goes by the adapter's pub/sub, so there is no subscriber.
 */
export class StreamLines {
  /** Tells the adapter that nothing has to be connected. */
  readonly options = {};
  readonly #writer: Deps['redis'];
  readonly #reader: Redis | Cluster;
  readonly #log: Deps['log'];
  #start: Promise<string> | null = null;
  #isAway = false;
  #ended = false;

  constructor({ redis, log, openStreamReader }: Pick<Deps, 'redis' | 'log' | 'openStreamReader'>) {
    this.#writer = redis;
    this.#log = log;
    this.#reader = openStreamReader();
    this.#reader.on('error', (error: Error) => log.debug('redis.error', { reason: error.message }));
    this.#reader.connect().catch(() => log.debug('talk.reader-away'));
  }

  /** From then on nothing that others write is missed; while Redis is away it may take long. */
  async whenReading(): Promise<void> {
    await this.#startPlace();
  }

  duplicate(): this {
    return this;
  }

  on(): this {
    return this;
  }

  subscribe(): void {
    // See above.
  }

  /** `XADD` with its arguments in one list. Who is not told by it hears when they next ask the record. */
  async xadd(args: (string | number)[]): Promise<string> {
    try {
      return String(await this.#writer.call('XADD', ...args));
    } catch (error) {
      this.#log.warn('talk.not-told', { error: describeError(error) });
      throw error;
    }
  }

  /** `XREAD` as the adapter words it; null when nothing came, or nothing could be read. */
  async xread(...asked: (string | number)[]): Promise<unknown> {
    const [, waitMs, , count, , , place] = asked;
    try {
      const from = place === '$' ? await this.#startPlace() : String(place);
      const found = await this.#reader.xread(
        ...(['COUNT', Number(count), 'BLOCK', Number(waitMs)] as const),
        ...(['STREAMS', TALK_STREAM_KEY, from] as const),
      );
      this.#isAway = false;
      return found;
    } catch (error) {
      if (this.#ended) return null;
      if (!this.#isAway) this.#log.warn('talk.not-read', { error: describeError(error) });
      this.#isAway = true;
      await new Promise((resolve) => {
        setTimeout(resolve, RETRY_AFTER_MS);
      });
      return null;
    }
  }

  disconnect(): void {
    this.#ended = true;
    this.#reader.disconnect();
  }

  #startPlace(): Promise<string> {
    this.#start ??= this.#lastPlace().catch((error: unknown) => {
      this.#start = null;
      throw error;
    });
    return this.#start;
  }

  async #lastPlace(): Promise<string> {
    const [last] = await this.#reader.xrevrange(TALK_STREAM_KEY, '+', '-', 'COUNT', 1);
    return last?.[0] ?? BEGINNING;
  }
}
