import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { writeDoubt } from '@sagopalgo/core/redis/doubts.ts';
import { DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import type { LiveState } from '@sagopalgo/core/redis/live-state.ts';
import { isLoaded } from '@sagopalgo/core/redis/loaded-marks.ts';
import { epochNumberOf } from '@sagopalgo/core/redis/log-entries.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import type { Hub } from './hub.ts';
import { unknownFrame } from './frames.ts';
import type { Measures } from './measures.ts';
import type { OwnEvents } from './own-events.ts';
import { readPast } from './past.ts';
import { Sight } from './sight.ts';
import type { Topic } from './topic.ts';

const AUCTIONS_A_LOOK = 500;
/** Those who come within so many milliseconds share a look: with one for each, a crowd takes twice as long. */
const LOOKS_APART_MS = 10;
const REFILL_EVENTS = 100;
const REFILL_BATCHES_MAX = 20;

/** What a look found. `not-loaded`: Redis was emptied and does not have everything yet. */
export type Look = Sight | 'nothing' | 'not-loaded';

export interface LookoutDeps {
  redis: AuctionRedis;
  hub: Hub;
  measures: Measures;
  own: Pick<OwnEvents, 'read'>;
  log: Pick<Log, 'error'>;
  now: () => number;
}

interface Asking {
  look: Promise<Look>;
  resolve: (look: Look) => void;
  reject: (error: unknown) => void;
}

/**
 * Looks at auctions in Redis, for everyone who asks in the same moment at once, one look after the
 * other so that a later answer is never an older one. Whatever a look finds out that the watchers
 * have not been told, it sees to it that they are.
 */
export class Lookout {
  readonly #deps: LookoutDeps;
  readonly #missingMs: number;
  #asked = new Map<string, Asking>();
  #isLooking = false;
  #lookedAtMs = Number.NEGATIVE_INFINITY;

  /** An auction that was there is unknown only after `missingMs`: an edit takes it out for a moment. */
  constructor(deps: LookoutDeps, { missingMs }: { missingMs: number }) {
    this.#deps = deps;
    this.#missingMs = missingMs;
  }

  /**
   * How an auction stands at a moment after this call; by then its topic has been told at least as
   * much. Rejects when it cannot be read.
   */
  look(auctionId: string): Promise<Look> {
    const asked = this.#asked.get(auctionId);
    if (asked) return asked.look;
    const { promise: look, ...settle } = Promise.withResolvers<Look>();
    this.#asked.set(auctionId, { look, ...settle });
    this.#lookSoon();
    return look;
  }

  #lookSoon(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const waitMs = this.#lookedAtMs + LOOKS_APART_MS - performance.now();
    if (waitMs > 0) setTimeout(() => void this.#lookOnce(), Math.ceil(waitMs));
    else setImmediate(() => void this.#lookOnce());
  }

  async #lookOnce(): Promise<void> {
    this.#lookedAtMs = performance.now();
    const askings = [...this.#asked].slice(0, AUCTIONS_A_LOOK);
    for (const [auctionId] of askings) this.#asked.delete(auctionId);
    const found = await this.#lookAt(askings.map(([auctionId]) => auctionId));
    for (const [auctionId, { resolve, reject }] of askings) {
      const look = found.get(auctionId) ?? 'nothing';
      if (look instanceof Error) reject(look);
      else resolve(look);
    }
    this.#isLooking = false;
    if (this.#asked.size > 0) this.#lookSoon();
  }

  async #lookAt(auctionIds: string[]): Promise<Map<string, Look | Error>> {
    const seqs = new Map(auctionIds.map((id) => [id, this.#deps.hub.topic(id)?.seq ?? 0]));
    const looks = await this.#readLooks(auctionIds);
    const reconciled = [...looks].map(async ([auctionId, look]) => {
      const topic = this.#deps.hub.topic(auctionId);
      if (!topic || look === 'not-loaded' || look instanceof Error) return;
      try {
        await this.#reconcile(topic, look, seqs.get(auctionId) ?? 0);
      } catch (error) {
        looks.set(auctionId, errorOf(error));
      }
    });
    await Promise.all(reconciled);
    return looks;
  }

  async #readLooks(auctionIds: string[]): Promise<Map<string, Look | Error>> {
    const looks = await this.#readPresent(auctionIds);
    const missing = auctionIds.filter((auctionId) => !looks.has(auctionId));
    if (missing.length === 0) return looks;
    // Asked in this order, a load that ends in between cannot make an auction look unknown.
    const loaded = await isLoaded(this.#deps.redis).catch(errorOf);
    const found = loaded === true ? await this.#readPresent(missing) : new Map<string, Look>();
    const otherwise = loaded === true ? 'nothing' : loaded || 'not-loaded';
    for (const auctionId of missing) looks.set(auctionId, found.get(auctionId) ?? otherwise);
    return looks;
  }

  // Without those that Redis does not have; an Error for those that cannot be read.
  async #readPresent(auctionIds: string[]): Promise<Map<string, Look | Error>> {
    try {
      const { nowMs, states } = await readLive(this.#deps.redis, auctionIds);
      const sights = [...states].map(([id, live]) => [id, new Sight(live, nowMs)] as const);
      return new Map<string, Look | Error>([...sights, ...states.faults]);
    } catch (error) {
      return new Map(auctionIds.map((auctionId) => [auctionId, errorOf(error)]));
    }
  }

  async #reconcile(topic: Topic, look: Sight | 'nothing', seqBefore: number): Promise<void> {
    if (look === 'nothing') return this.#missing(topic);
    topic.missingSinceMs = null;
    const { live } = look;
    if (topic.epoch === null) return topic.goOnFrom(live);
    const isLess = live.seq < seqBefore;
    if (!isLess && topic.epoch === live.epoch) await this.#refill(topic, live);
    const isLost = isLess || topic.isRefutedBy(live);
    if (isLost) await this.#reportLoss(topic, Math.max(topic.seq, seqBefore), live.seq);
    const isBehind = topic.epoch !== live.epoch || topic.seq < live.seq;
    if (isLost || isBehind) this.#startAnew(topic, look);
    else topic.review(look);
  }

  async #refill(topic: Topic, live: LiveState): Promise<void> {
    if (topic.seq >= live.seq || topic.isRefutedBy(live)) return;
    const { auctionId, epoch, seq } = live;
    this.#deps.measures.refills.inc();
    this.#deps.own.read(topic, live);
    // Read from the last one on that was told: Redis may have lost it and taken another since.
    let afterSeq = topic.seq - (topic.past(topic.seq - 1, 1)?.length ?? 0);
    for (let batch = 0; batch < REFILL_BATCHES_MAX && topic.seq < seq; batch += 1) {
      const events = await readPast(
        this.#deps.redis,
        { auctionId, epoch, afterSeq },
        REFILL_EVENTS,
      );
      if (events === null || !events.every((event) => topic.admit(event))) return;
      afterSeq = topic.seq;
    }
  }

  // Somebody has been told of bids that are neither in Redis nor came back from the record. While the
  // doubt cannot be reported, nobody is told anything else: the next look finds the same again.
  async #reportLoss(topic: Topic, toldSeq: number, seq: number): Promise<void> {
    const { auctionId, epoch, lastBid } = topic;
    if (epoch === null) return;
    const place = { epochNumber: epochNumberOf(epoch), seq: toldSeq, raise: 0 };
    const doubt = writeDoubt({ auctionId, ...place, bidId: '', ...lastBid });
    await this.#deps.redis.sadd(DOUBTED_KEY, doubt);
    this.#deps.log.error('auction.bids-lost', { auctionId, toldSeq, seq });
  }

  #startAnew(topic: Topic, sight: Sight): void {
    this.#deps.measures.gaps.inc(topic.audience.size);
    this.#deps.own.read(topic, sight.live);
    topic.startAnew(sight);
  }

  #missing(topic: Topic): void {
    const nowMs = this.#deps.now();
    topic.missingSinceMs ??= nowMs;
    if (nowMs - topic.missingSinceMs < this.#missingMs) return;
    this.#deps.hub.dismiss(topic, unknownFrame(topic.auctionId));
  }
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
