import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { CAP_MAX_KRW, fixedUnit } from '@sagopalgo/core/rules/bid-steps.ts';
import { closingMomentMs, kstDate, openingMomentMs } from '@sagopalgo/core/rules/kst.ts';
import type { LoadedMarketplace } from './k6-marketplace.ts';
import { addBidders } from './load-people.ts';
import type { LoadDeps } from './load-people.ts';

const BIDDERS = 100;
const START_KRW = 1_000;
const UNIT_KRW = 1;
const NONCE_BYTES = 16;
const MINUTE_MS = 60_000;
const SPREAD_AUCTIONS = 50;
const SALE_OF_TODAY = 20;
/** Time for k6 to get ready and for the bids that come too early. */
const DAY_OPENS_IN_MS = 8_000;
const DAY_LASTS_MS = 12_000;
const DAY_SOLD = 14;
const DAY_UNDER_RESERVE = 2;
const DAY_UNWANTED = 2;

/** What `k6/bid-rush.ts` is given. */
export interface BidRushPlan {
  apiUrl: string;
  /** One for each bidder. */
  tokens: string[];
  opensAtMs: number;
  hotAuctionIds: string[];
  spreadAuctionIds: string[];
}

/** What `k6/home-page.ts` is given. */
export interface HomePagePlan {
  apiUrl: string;
}

/** What `k6/day.ts` is given. All auctions open together and close together. */
export interface DayPlan {
  apiUrl: string;
  tokens: string[];
  opensAtMs: number;
  closesAtMs: number;
  /** The first is the hot one. */
  auctions: { auctionId: string; isWanted: boolean; ends: 'sold' | 'unsold' }[];
}

/** Puts people and auctions into the marketplace's stores and returns what the rush needs to know. */
export function planBidRush(marketplace: LoadedMarketplace): Promise<BidRushPlan> {
  return withStores(marketplace, async (stores) => {
    const nowMs = Date.now();
    const { sellerId, tokens } = await addPeople(stores);
    const hours = { opensAtMs: nowMs, closesAtMs: nowMs + 5 * MINUTE_MS };
    const auctionIds = await addAuctions(stores, sellerId, hours, SPREAD_AUCTIONS + 1);
    const [hot = '', ...spreadAuctionIds] = auctionIds;
    return {
      apiUrl: marketplace.apiUrl,
      tokens,
      opensAtMs: nowMs,
      hotAuctionIds: [hot],
      spreadAuctionIds,
    };
  });
}

/** Makes sure that today's sale is not empty, whatever the hour. */
export function planHomePage(marketplace: LoadedMarketplace): Promise<HomePagePlan> {
  return withStores(marketplace, async (stores) => {
    const today = kstDate(Date.now());
    const hours = { opensAtMs: openingMomentMs(today), closesAtMs: closingMomentMs(today) };
    const { sellerId } = await addPeople(stores);
    await addAuctions(stores, sellerId, hours, SALE_OF_TODAY);
    return { apiUrl: marketplace.apiUrl };
  });
}

/** Lists a small sale that opens in a few seconds, so k6 has to be started at once. */
export function planDay(marketplace: LoadedMarketplace): Promise<DayPlan> {
  return withStores(marketplace, async (stores) => {
    const { sellerId, tokens } = await addPeople(stores);
    const opensAtMs = Date.now() + DAY_OPENS_IN_MS;
    const hours = { opensAtMs, closesAtMs: opensAtMs + DAY_LASTS_MS };
    const add = async (count: number, reserveKrw: number | null) =>
      await addAuctions(stores, sellerId, hours, count, reserveKrw);
    const sold = await add(DAY_SOLD, null);
    const underReserve = await add(DAY_UNDER_RESERVE, CAP_MAX_KRW);
    const unwanted = await add(DAY_UNWANTED, null);
    const told = [
      ...sold.map((auctionId) => ({ auctionId, isWanted: true, ends: 'sold' as const })),
      ...underReserve.map((auctionId) => ({ auctionId, isWanted: true, ends: 'unsold' as const })),
      ...unwanted.map((auctionId) => ({ auctionId, isWanted: false, ends: 'unsold' as const })),
    ];
    return { apiUrl: marketplace.apiUrl, tokens, ...hours, auctions: told };
  });
}

async function withStores<Result>(
  { mysqlUrl, redisUrl, dataDir }: LoadedMarketplace,
  work: (stores: LoadDeps) => Promise<Result>,
): Promise<Result> {
  const { db, end } = connectMysql(mysqlUrl);
  const redis = connectRedis(redisUrl);
  try {
    await whenConnected(redis);
    const tokenSecret = readFileSync(join(dataDir, 'token-secret'), 'utf8');
    return await work({ db, redis, tokenSecret });
  } finally {
    redis.disconnect();
    await end();
  }
}

// An auction is shown with its seller, who has to be somebody.
async function addPeople(stores: LoadDeps): Promise<{ sellerId: string; tokens: string[] }> {
  const [seller, ...bidders] = await addBidders(stores, BIDDERS + 1);
  return { sellerId: seller?.userId ?? '', tokens: bidders.map(({ token }) => token) };
}

async function addAuctions(
  { db, redis }: LoadDeps,
  sellerId: string,
  hours: { opensAtMs: number; closesAtMs: number },
  count: number,
  reserveKrw: number | null = null,
): Promise<string[]> {
  const rows = Array.from({ length: count }, () => ({
    auctionId: randomUUID(),
    sellerId,
    title: '부하 시험',
    description: '얼마나 견디는지 재는 경매예요. 곧 닫혀요.',
    categoryId: 'etc',
    startKrw: START_KRW,
    steps: fixedUnit(UNIT_KRW),
    capKrw: CAP_MAX_KRW,
    reserveKrw,
    reserveNonce: reserveKrw === null ? null : randomBytes(NONCE_BYTES).toString('hex'),
    buyNowKrw: null,
    extension: 'none' as const,
    saleDate: kstDate(hours.opensAtMs),
    ...hours,
    scheduledClosesAtMs: hours.closesAtMs,
    epoch: 1,
    createdAtMs: Date.now(),
  }));
  await db.insert(auctions).values(rows);
  for (const row of rows) await openAuction(redis, row);
  return rows.map(({ auctionId }) => auctionId);
}
