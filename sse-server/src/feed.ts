import type { AuctionRedis, Subscriber } from '@sagopalgo/core/redis/connect.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { UnreadableStateError } from '@sagopalgo/core/redis/live-state.ts';
import { readMessage } from '@sagopalgo/core/redis/public-events.ts';
import type { ChannelMessage, LoggedEvent } from '@sagopalgo/core/redis/public-events.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { headFrame } from './frames.ts';
import { logHeard } from './heard-bids.ts';
import type { Hub } from './hub.ts';
import type { Lookout } from './lookout.ts';
import type { Measures } from './measures.ts';
import type { OwnEvents } from './own-events.ts';
import type { Topic } from './topic.ts';
import type { Viewers } from './viewers.ts';

export interface FeedDeps {
  redis: AuctionRedis;
  subscriber: Subscriber;
  hub: Hub;
  lookout: Lookout;
  own: Pick<OwnEvents, 'hear'>;
  viewers: Pick<Viewers, 'hear'>;
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

/** Compared at one check; with more auctions than that each has its turn. */
const COMPARED_AT_ONCE_MAX = 500;
/** What is never said; to unsubscribe from it asks for nothing but an answer. */
const UNSAID = ':unsaid';
/** Checks come so much sooner or later, so that processes do not all ask in the same moment. */
const CHECK_SPREAD = 0.2;

/**
 * Brings what the judge publishes, for watched auctions only. Pub/sub may lose messages and a load
 * publishes none, so every watched auction is also compared with Redis time and again. That shows as
 * well which auctions cannot be read: all of them, or in a cluster those of a master that is away.
 */
export class Feed {
  readonly #deps: FeedDeps;
  readonly #timings: FeedTimings;
  readonly #topics = new Map<string, { topic: Topic; subscribed: Promise<unknown> }>();
  #checkTimer: NodeJS.Timeout;
  #isLinked = true;
  /** How often the connection was lost. */
  #losses = 0;
  /** Everything is to be compared at the next check: something may have been missed. */
  #isAllDue = false;
  #nextTurn = 0;
  #isChecking = false;
  #probes = 0;
  #isProbing = false;
  #isStopped = false;
  #checked = Promise.withResolvers<void>();

  /** `subscriber` must be connected; others may listen to channels of their own on it. */
  constructor(deps: FeedDeps, timings: FeedTimings) {
    this.#deps = deps;
    this.#timings = timings;
    const { subscriber } = deps;
    subscriber.on('smessage', (channel, message) => this.#hear(channel, message));
    subscriber.on('close', () => this.#unlink());
    subscriber.on('ready', () => void this.#relink());
    this.#checkTimer = this.#checkLater();
  }

  /** False while nothing at all is heard; in a cluster the loss of one master is found by the checks. */
  get isLinked(): boolean {
    return this.#isLinked;
  }

  /** Resolves when whatever the judge publishes about the auction from now on is heard. */
  async follow(topic: Topic): Promise<void> {
    const channel = auctionKeys(topic.auctionId).channel;
    const known = this.#topics.get(channel);
    if (known) return void (await known.subscribed);
    if (!this.#isLinked) this.fail(topic, notConnected());
    const following = { topic, subscribed: this.#deps.subscriber.ssubscribe(channel) };
    this.#topics.set(channel, following);
    this.#deps.measures.auctions.set(this.#topics.size);
    // A refusal may come so late that the channel is another topic's by then.
    following.subscribed.catch(() => {
      if (this.#topics.get(channel) === following) this.#forget(channel);
    });
    await following.subscribed;
  }

  /** Resolves after the next comparison with Redis, however it ends. */
  nextCheck(): Promise<void> {
    return this.#checked.promise;
  }

  /** An auction could not be read: tells its watchers, until a check finds that it can. */
  fail(topic: Topic, error: unknown): void {
    if (topic.awaySinceMs !== null || this.#isStopped) return;
    const { hub, log, now } = this.#deps;
    const { auctionId } = topic;
    if (error instanceof UnreadableStateError) log.error('auction.unreadable', { auctionId });
    else if (!hub.isAnyAway) log.warn('sse.source-away', { auctionId, error });
    hub.markAway(topic, now());
  }

  /** Lets go of an auction that nobody watches, at once. */
  unfollow(topic: Topic): void {
    this.#deps.hub.drop(topic);
    this.#forget(auctionKeys(topic.auctionId).channel);
  }

  /** Hears nothing any more; the connections are the caller's to end. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#checkTimer);
  }

  // One that could not be subscribed to is unsubscribed from as well, or it would be kept for a later
  // connection, and once more with every try.
  #forget(channel: string): void {
    const { subscriber, log, measures } = this.#deps;
    this.#topics.delete(channel);
    measures.auctions.set(this.#topics.size);
    subscriber.sunsubscribe(channel).catch((error) => log.debug('sse.redis-error', { error }));
  }

  #hear(channel: string, message: string): void {
    const known = this.#topics.get(channel);
    if (!known) return;
    const { topic } = known;
    const heard = readHeard(topic.auctionId, message);
    if (heard?.event === 'viewers') return this.#deps.viewers.hear(topic, heard);
    if (heard?.event === 'head') return topic.tellAside('head', headFrame(heard.data));
    if (heard?.event === 'extended' && topic.admitMove(heard.data)) return;
    if (heard?.event === 'logged') {
      this.#measureLag(heard);
      this.#deps.own.hear(topic, heard);
      if (topic.admit(heard)) return logHeard(topic, heard, this.#deps);
    }
    if (!heard) this.#deps.log.error('sse.message-unreadable', { channel });
    this.#deps.lookout.look(topic.auctionId).catch((error) => this.fail(topic, error));
  }

  #measureLag({ told }: LoggedEvent): void {
    if (told.event !== 'bid') return;
    const lagMs = Math.max(0, this.#deps.now() - told.data.acceptedAtMs);
    this.#deps.measures.lag.observe(lagMs / 1_000);
    this.#deps.measures.recent.heardAfter(lagMs);
  }

  #unlink(): void {
    this.#isLinked = false;
    this.#losses += 1;
    for (const topic of this.#deps.hub.topics) this.fail(topic, notConnected());
  }

  async #relink(): Promise<void> {
    const { subscriber } = this.#deps;
    // A cluster's client subscribes again by itself, master by master.
    const channels = subscriber.isCluster ? [] : [...this.#topics.keys()];
    try {
      if (channels.length > 0) await subscriber.ssubscribe(...channels);
    } catch (error) {
      return this.#deps.log.debug('sse.redis-error', { error });
    }
    this.#isLinked = subscriber.status === 'ready';
    this.#isAllDue = true;
    await this.#check();
  }

  async #check(): Promise<void> {
    if (this.#isChecking || this.#isStopped) return;
    this.#isChecking = true;
    if (this.#isLinked) {
      void this.#probe();
      this.#letGoOfIdle();
      await Promise.all(this.#due().map((topic) => this.#compare(topic)));
    }
    this.#isChecking = false;
    this.#checked.resolve();
    this.#checked = Promise.withResolvers();
  }

  // Silence is what a dead connection and a quiet one have in common, so something is asked where one of
  // the channels is: in a cluster at each master in turn. One that does not answer is connected anew.
  async #probe(): Promise<void> {
    if (this.#isProbing) return;
    this.#isProbing = true;
    const channels = [...this.#topics.keys()];
    const channel = channels[this.#probes % channels.length] ?? '';
    this.#probes += 1;
    try {
      await this.#deps.subscriber.sunsubscribe(channel + UNSAID);
    } catch (error) {
      this.#deps.log.debug('sse.redis-error', { error });
    }
    this.#isProbing = false;
  }

  #checkLater(): NodeJS.Timeout {
    const spread = 1 + (Math.random() - 0.5) * CHECK_SPREAD;
    return setTimeout(() => {
      this.#checkTimer = this.#checkLater();
      void this.#check();
    }, this.#timings.checkMs * spread);
  }

  // Those that were last found away or missing are looked at every time.
  #due(): Topic[] {
    const { topics } = this.#deps.hub;
    const isAllDue = this.#isAllDue || topics.length <= COMPARED_AT_ONCE_MAX;
    this.#isAllDue = false;
    if (isAllDue) return [...topics];
    const turn = Array.from({ length: COMPARED_AT_ONCE_MAX }, (_, index) => {
      return topics[(this.#nextTurn + index) % topics.length] as Topic;
    });
    this.#nextTurn = (this.#nextTurn + COMPARED_AT_ONCE_MAX) % topics.length;
    const urgent = topics.filter((topic) => (topic.awaySinceMs ?? topic.missingSinceMs) !== null);
    return [...new Set([...turn, ...urgent])];
  }

  async #compare(topic: Topic): Promise<void> {
    const losses = this.#losses;
    try {
      const look = await this.#deps.lookout.look(topic.auctionId);
      if (look === 'not-loaded') this.fail(topic, new Error('Redis is being loaded'));
      // What was published after a look that began before the loss may not have been heard.
      else if (losses === this.#losses) this.#comeBack(topic);
    } catch (error) {
      this.fail(topic, error);
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

  #comeBack(topic: Topic): void {
    const { hub, log, now } = this.#deps;
    if (topic.awaySinceMs === null || !this.#isLinked) return;
    const awayMs = now() - topic.awaySinceMs;
    hub.markBack(topic);
    if (!hub.isAnyAway) log.info('sse.source-back', { awayMs });
  }
}

function notConnected(): Error {
  return new Error('the subscriber has lost its connection');
}

function readHeard(auctionId: string, message: string): ChannelMessage | null {
  try {
    return readMessage(auctionId, message);
  } catch {
    return null;
  }
}
