import type { Redis } from 'ioredis';
import { loggedEventSchema } from '@sagopalgo/core/contracts/events.ts';
import type { LoggedEvent } from '@sagopalgo/core/contracts/events.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { sourceFrame } from './frames.ts';
import type { Hub } from './hub.ts';
import type { Lookout } from './lookout.ts';
import type { Measures } from './measures.ts';
import type { Topic } from './topic.ts';

export interface FeedDeps {
  redis: AuctionRedis;
  subscriber: Redis;
  hub: Hub;
  lookout: Lookout;
  log: Log;
  measures: Measures;
  now: () => number;
}

export interface FeedTimings {
  /** How often every watched auction is compared with Redis. */
  checkMs: number;
  /** How long an auction that nobody watches any more stays subscribed to. */
  unwatchAfterMs: number;
}

/**
 * Brings what the judge publishes, for watched auctions only. Pub/sub may lose messages and a load
 * publishes none, so every watched auction is also compared with Redis time and again.
 */
export class Feed {
  readonly #deps: FeedDeps;
  readonly #timings: FeedTimings;
  readonly #topics = new Map<string, { topic: Topic; subscribed: Promise<unknown> }>();
  readonly #checkTimer: NodeJS.Timeout;
  #isLinked = true;
  #isChecking = false;
  #isStopped = false;
  #awaySinceMs: number | null = null;
  #checked = Promise.withResolvers<void>();

  /** `subscriber` must be connected; the feed is all it is used for. */
  constructor(deps: FeedDeps, timings: FeedTimings) {
    this.#deps = deps;
    this.#timings = timings;
    const { subscriber } = deps;
    subscriber.on('message', (channel, message) => this.#hear(channel, message));
    subscriber.on('close', () => this.#unlink());
    subscriber.on('ready', () => void this.#relink());
    this.#checkTimer = setInterval(() => void this.#check(), timings.checkMs);
  }

  /** Since when Redis is away, in UTC milliseconds; null while it is there. */
  get awaySinceMs(): number | null {
    return this.#awaySinceMs;
  }

  get isLinked(): boolean {
    return this.#isLinked;
  }

  /** Resolves when whatever the judge publishes about the auction from now on is heard. */
  async follow(topic: Topic): Promise<void> {
    const channel = auctionKeys(topic.auctionId).channel;
    const known = this.#topics.get(channel);
    if (known) return void (await known.subscribed);
    const subscribed = this.#deps.subscriber.subscribe(channel);
    this.#topics.set(channel, { topic, subscribed });
    this.#deps.measures.auctions.set(this.#topics.size);
    subscribed.catch(() => this.#topics.delete(channel));
    await subscribed;
  }

  /** Resolves after the next comparison with Redis, however it ends. */
  nextCheck(): Promise<void> {
    return this.#checked.promise;
  }

  /** Redis did not answer: tells the watchers, until a check finds it back. */
  fail(error: unknown): void {
    if (this.#awaySinceMs !== null || this.#isStopped) return;
    this.#awaySinceMs = this.#deps.now();
    this.#deps.log.warn('sse.source-away', { error });
    this.#deps.hub.broadcast(sourceFrame('stale', this.#awaySinceMs));
  }

  /** Hears nothing any more; the connections are the caller's to end. */
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#checkTimer);
  }

  #hear(channel: string, message: string): void {
    const known = this.#topics.get(channel);
    if (!known) return;
    const event = readEvent(message);
    if (event?.data.auctionId === known.topic.auctionId && known.topic.admit(event)) return;
    if (!event) this.#deps.log.error('sse.message-unreadable', { channel });
    this.#deps.lookout.look(known.topic.auctionId).catch((error) => this.fail(error));
  }

  #unlink(): void {
    this.#isLinked = false;
    this.fail(new Error('the subscriber has lost its connection'));
  }

  async #relink(): Promise<void> {
    const { subscriber } = this.#deps;
    const channels = [...this.#topics.keys()];
    try {
      if (channels.length > 0) await subscriber.subscribe(...channels);
    } catch (error) {
      return this.fail(error);
    }
    this.#isLinked = subscriber.status === 'ready';
    await this.#check();
  }

  async #check(): Promise<void> {
    if (this.#isChecking || this.#isStopped) return;
    this.#isChecking = true;
    if (this.#isLinked) await this.#compare();
    this.#isChecking = false;
    this.#checked.resolve();
    this.#checked = Promise.withResolvers();
  }

  async #compare(): Promise<void> {
    const { redis, hub, lookout } = this.#deps;
    this.#letGoOfIdle();
    try {
      const looks = await Promise.all(hub.topics.map((topic) => lookout.look(topic.auctionId)));
      if (looks.length === 0 && this.#awaySinceMs !== null) await redis.ping();
      if (looks.includes('not-loaded')) this.fail(new Error('Redis is being loaded'));
      else this.#comeBack();
    } catch (error) {
      this.fail(error);
    }
  }

  #letGoOfIdle(): void {
    const nowMs = this.#deps.now();
    for (const topic of this.#deps.hub.topics) {
      topic.idleSinceMs = topic.isIdle ? (topic.idleSinceMs ?? nowMs) : null;
      if (topic.idleSinceMs === null) continue;
      if (nowMs - topic.idleSinceMs < this.#timings.unwatchAfterMs) continue;
      this.unfollow(topic);
    }
  }

  /** Lets go of an auction that nobody watches, at once. */
  unfollow(topic: Topic): void {
    const channel = auctionKeys(topic.auctionId).channel;
    this.#deps.hub.drop(topic);
    this.#topics.delete(channel);
    this.#deps.measures.auctions.set(this.#topics.size);
    const { subscriber, log } = this.#deps;
    subscriber.unsubscribe(channel).catch((error) => log.debug('sse.redis-error', { error }));
  }

  #comeBack(): void {
    if (this.#awaySinceMs === null || !this.#isLinked) return;
    this.#deps.log.info('sse.source-back', { awayMs: this.#deps.now() - this.#awaySinceMs });
    this.#awaySinceMs = null;
    this.#deps.hub.broadcast(sourceFrame('live', this.#deps.now()));
  }
}

function readEvent(message: string): LoggedEvent | null {
  try {
    return loggedEventSchema.parse(JSON.parse(message));
  } catch {
    return null;
  }
}
