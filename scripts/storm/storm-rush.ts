import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { closeAuction, openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { readPublicLog } from '@sagopalgo/core/redis/read-log.ts';
import { eventually, someRules } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionToOpen } from '@sagopalgo/core/redis/to-open.ts';
import type { Chance } from './chance.ts';

const BIDDERS = ['ann', 'ben', 'cho', 'dan'];
const PAUSE_MS = 10;
const AT_ONCE_MAX = 6;
const AUTO_SHARE = 0.1;
const WITHIN_MS = 60_000;
const STEP_KRW = 100;
/** No more of anything is asked of Redis in one go, so that no answer is late. */
const AT_A_TIME = 500;
const READS_MAX = 200;

/** People who bid on several auctions through the judge until they are told to stop. */
export class StormRush {
  /** How many bids were accepted, of which an answer came back. */
  accepted = 0;
  readonly auctionIds: string[] = [];
  /** The price of each seq, from the first on, by auction, as the logs have it or had it. */
  readonly logged = new Map<string, Map<number, number | null>>();
  readonly #redis: AuctionRedis;
  readonly #chance: Chance;
  readonly #minimums = new Map<string, number>();
  readonly #over = new Set<string>();
  #isEnding = false;
  #bidding: Promise<void> = Promise.resolve();

  constructor(redis: AuctionRedis, chance: Chance) {
    this.#redis = redis;
    this.#chance = chance;
  }

  async open(given: Partial<AuctionToOpen> = {}): Promise<string> {
    const auction = someRules(given);
    await openAuction(this.#redis, auction);
    this.auctionIds.push(auction.auctionId);
    this.#minimums.set(auction.auctionId, auction.startKrw);
    return auction.auctionId;
  }

  /** Gives an auction a past, as fast as the judge takes it. */
  async bidMany(auctionId: string, count: number): Promise<void> {
    for (let made = 0; made < count; made += AT_A_TIME) {
      const startKrw = this.#minimums.get(auctionId) ?? 0;
      const batch = Array.from({ length: Math.min(AT_A_TIME, count - made) }, (_, place) => {
        const amountKrw = startKrw + place * STEP_KRW;
        const bidder = BIDDERS[place % BIDDERS.length] ?? '';
        return this.#place(auctionId, bidder, { kind: 'exact', amountKrw, confirmed: true });
      });
      await Promise.all(batch);
    }
  }

  begin(): void {
    this.#bidding = this.#bidOn();
  }

  /** Waits until so many more bids were accepted. */
  async untilAccepted(more: number): Promise<void> {
    const goal = this.accepted + more;
    await eventually(() => Promise.resolve(this.accepted >= goal), WITHIN_MS);
  }

  /** Ends an auction for good. */
  async close(auctionId: string): Promise<void> {
    this.#over.add(auctionId);
    await closeAuction(this.#redis, auctionId, { how: 'cancel' });
  }

  /** Ends every connection that listens to anything. */
  async cutSubscribers(): Promise<void> {
    await this.#redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  }

  /** Takes the past out of the logs, as a full Redis would ask for. */
  async trim(): Promise<void> {
    await this.readLogs();
    for (const [auctionId, prices] of this.logged) {
      await this.#redis.xtrim(auctionKeys(auctionId).log, 'MINID', `${prices.size}-0`);
    }
  }

  async readLogs(): Promise<void> {
    for (const auctionId of this.auctionIds) {
      const prices = this.logged.get(auctionId) ?? new Map<number, number | null>();
      this.logged.set(auctionId, prices);
      for (let reads = 0; reads < READS_MAX; reads += 1) {
        const readTo = prices.size;
        const events = await readPublicLog(this.#redis, auctionId, readTo, AT_A_TIME);
        for (const { told } of events) prices.set(told.data.seq, told.data.priceKrw);
        if (events.length === 0) break;
      }
    }
  }

  async stop(): Promise<void> {
    this.#isEnding = true;
    await this.#bidding;
  }

  async #bidOn(): Promise<void> {
    while (!this.#isEnding) {
      const auctionId = this.#chance.oneOf(this.auctionIds.filter((id) => !this.#over.has(id)));
      const count = 1 + this.#chance.below(AT_ONCE_MAX);
      try {
        for (let made = 0; made < count; made += 1) await this.#bid(auctionId);
      } catch (error) {
        if (error instanceof RefusalError) await this.#lookAgain(auctionId);
      }
      await pause(PAUSE_MS);
    }
  }

  async #bid(auctionId: string): Promise<void> {
    const amountKrw = this.#minimums.get(auctionId) ?? 0;
    const isAuto = this.#chance.next() < AUTO_SHARE;
    const bid = isAuto
      ? ({ kind: 'auto', maxKrw: amountKrw + 5 * STEP_KRW } as const)
      : ({ kind: 'exact', amountKrw, confirmed: true } as const);
    await this.#place(auctionId, this.#chance.oneOf(BIDDERS), bid);
  }

  async #place(
    auctionId: string,
    bidderId: string,
    bid: { kind: 'exact'; amountKrw: number; confirmed: true } | { kind: 'auto'; maxKrw: number },
  ): Promise<void> {
    const answer = await placeBid(this.#redis, {
      ...bid,
      auctionId,
      bidderId,
      bidId: randomUUID(),
    });
    this.accepted += 1;
    if (answer.minimumKrw !== null) this.#minimums.set(auctionId, answer.minimumKrw);
  }

  // What became of a bid that was not answered shows here; Redis being away shows at the next bid.
  async #lookAgain(auctionId: string): Promise<void> {
    try {
      const { states } = await readLive(this.#redis, [auctionId]);
      this.#minimums.set(auctionId, states.get(auctionId)?.minimumKrw ?? 0);
    } catch {
      await pause(PAUSE_MS);
    }
  }
}
