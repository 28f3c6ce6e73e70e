import { randomUUID } from 'node:crypto';
import { publishViewers } from '@sagopalgo/core/redis/commands.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import type { ViewersSaid } from '@sagopalgo/core/redis/public-events.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { viewersFrame } from './frames.ts';
import type { Hub } from './hub.ts';
import type { Measures } from './measures.ts';
import type { Topic } from './topic.ts';

/** So often within the time that a count is held back; the rest is counted in such times. */
const TICKS_A_TIME = 5;
const SAID_AGAIN_AFTER_TIMES = 6;
const GOOD_FOR_TIMES = 18;
/** Said at one tick, of however many auctions. */
const SAID_AT_ONCE_MAX = 200;

export interface ViewersDeps {
  redis: AuctionRedis;
  hub: Hub;
  measures: Measures;
  log: Pick<Log, 'debug'>;
}

export interface ViewersSettings {
  /** A count that changed is told and said not more often than that. */
  viewersMs: number;
}

/** What is known of one auction's viewers; times in milliseconds of `performance.now()`. */
interface Known {
  /** What other processes said, and until when that counts. */
  others: Map<string, { count: number; untilMs: number }>;
  /** What this one said last. */
  saidCount: number;
  saidAtMs: number;
  /** Somebody is new among the others and has not heard it. */
  isAsked: boolean;
  toldCount: number;
  toldAtMs: number;
  /** How many had joined when it was told. */
  toldAtJoins: number;
}

/**
 * How many watch each auction, over all processes. Each says on the auction's own channel how many
 * watch it there, when that changed and from time to time; what is not said again counts no more, so
 * that a process which died is forgotten. Nothing of it is kept anywhere.
 */
export class Viewers {
  readonly #deps: ViewersDeps;
  readonly #timeMs: number;
  readonly #processId = randomUUID();
  readonly #known = new Map<Topic, Known>();
  readonly #timer: NodeJS.Timeout;

  constructor(deps: ViewersDeps, { viewersMs }: ViewersSettings) {
    this.#deps = deps;
    this.#timeMs = viewersMs;
    this.#timer = setInterval(() => this.#tick(), viewersMs / TICKS_A_TIME);
  }

  /** Another process, or this one, has said how many watch there. */
  hear(topic: Topic, { processId, count, goodForMs }: ViewersSaid): void {
    if (processId === this.#processId) return;
    this.#deps.measures.gossip.inc({ direction: 'heard' });
    const known = this.#knownOf(topic);
    if (!known.others.has(processId)) known.isAsked = true;
    known.others.set(processId, { count, untilMs: performance.now() + goodForMs });
  }

  /** Says that nobody watches here any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const said = [...this.#known].filter(([, { saidCount }]) => saidCount > 0);
    await Promise.all(said.map(([topic, known]) => this.#say(topic, known, 0, performance.now())));
  }

  #tick(): void {
    const nowMs = performance.now();
    const { topics } = this.#deps.hub;
    this.#forgetDropped();
    for (const topic of topics) this.#tell(topic, this.#knownOf(topic), nowMs);
    const due = topics.filter((topic) => this.#isDue(topic, this.#knownOf(topic), nowMs));
    // Those who have waited longest go first.
    due.sort((a, b) => this.#knownOf(a).saidAtMs - this.#knownOf(b).saidAtMs);
    for (const topic of due.slice(0, SAID_AT_ONCE_MAX)) {
      void this.#say(topic, this.#knownOf(topic), topic.watcherCount, nowMs);
    }
  }

  #isDue({ watcherCount }: Topic, known: Known, nowMs: number): boolean {
    const sinceMs = nowMs - known.saidAtMs;
    if (watcherCount !== known.saidCount && sinceMs >= this.#timeMs) return true;
    if (watcherCount === 0) return false;
    return known.isAsked || sinceMs >= this.#timeMs * SAID_AGAIN_AFTER_TIMES;
  }

  async #say(topic: Topic, known: Known, count: number, nowMs: number): Promise<void> {
    const { redis, hub, measures, log } = this.#deps;
    Object.assign(known, { saidCount: count, saidAtMs: nowMs, isAsked: false });
    // With very many auctions it takes longer until each has its turn again.
    const roundTicks = hub.topics.length / SAID_AT_ONCE_MAX;
    const times = Math.max(GOOD_FOR_TIMES, (3 * roundTicks) / TICKS_A_TIME);
    const goodForMs = Math.ceil(times * this.#timeMs);
    measures.gossip.inc({ direction: 'said' });
    try {
      await publishViewers(redis, topic.auctionId, {
        processId: this.#processId,
        count,
        goodForMs,
      });
    } catch (error) {
      log.debug('sse.redis-error', { error });
    }
  }

  #tell(topic: Topic, known: Known, nowMs: number): void {
    if (nowMs - known.toldAtMs < this.#timeMs) return;
    const { audience, auctionId } = topic;
    let count = topic.watcherCount;
    for (const [processId, other] of known.others) {
      if (other.untilMs <= nowMs || other.count === 0) known.others.delete(processId);
      else count += other.count;
    }
    if (count === known.toldCount && audience.joins === known.toldAtJoins) return;
    if (audience.size === 0) return;
    Object.assign(known, { toldCount: count, toldAtMs: nowMs, toldAtJoins: audience.joins });
    topic.viewers = count;
    topic.tellAside('viewers', viewersFrame(auctionId, count));
  }

  #knownOf(topic: Topic): Known {
    const known = this.#known.get(topic);
    if (known) return known;
    const never = Number.NEGATIVE_INFINITY;
    const said = { saidCount: 0, saidAtMs: never, isAsked: false };
    const told = { toldCount: 0, toldAtMs: never, toldAtJoins: 0 };
    const fresh: Known = { others: new Map(), ...said, ...told };
    this.#known.set(topic, fresh);
    return fresh;
  }

  #forgetDropped(): void {
    for (const topic of this.#known.keys()) {
      if (this.#deps.hub.topic(topic.auctionId) !== topic) this.#known.delete(topic);
    }
  }
}
