import { randomBytes, randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { tellRecordNews } from '@sagopalgo/core/redis/record-news.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { markChanged } from '@sagopalgo/core/search/mark-changed.ts';
import type { DemoAuctionOptions } from './options.ts';
import type { RunningStores } from './running-stores.ts';
import { CATALOGUE } from '../seed/catalogue/catalogue.ts';
import { addDemoImages } from '../seed/demo-listing.ts';

const NONCE_BYTES = 16;
const TITLE_PREFIX = '데모 경매 · ';

/** What is said of an auction that was listed. Times are UTC milliseconds. */
export interface ListedAuction {
  auctionId: string;
  opensAtMs: number;
  closesAtMs: number;
}

/** Lists an auction of the demo's things in the record and in Redis. Throws a sentence where one of them is away. */
export async function listDemoAuction(
  { mysqlUrl, redisUrl }: Pick<RunningStores, 'mysqlUrl' | 'redisUrl'>,
  options: DemoAuctionOptions,
): Promise<ListedAuction> {
  const { db, end } = connectMysql(mysqlUrl);
  const redis = connectRedis(redisUrl);
  redis.on('error', () => {});
  try {
    await whenConnected(redis);
    await whenAnswering(db, mysqlUrl);
    const sellerId = await sellerIdOf(db, options.sellerEmail);
    const auction = await addAuction(db, sellerId, options);
    await openAuction(redis, auction);
    await tellRecordNews(redis, { auctionId: auction.auctionId });
    const { auctionId, opensAtMs, closesAtMs } = auction;
    return { auctionId, opensAtMs, closesAtMs };
  } finally {
    redis.disconnect();
    await end();
  }
}

async function whenAnswering(db: Db, mysqlUrl: string): Promise<void> {
  try {
    await db.execute(sql`SELECT 1`);
  } catch (error) {
    throw new Error(`MySQL does not answer at ${new URL(mysqlUrl).host}`, { cause: error });
  }
}

async function addAuction(db: Db, sellerId: string, options: DemoAuctionOptions) {
  const item = CATALOGUE[Math.floor(Math.random() * CATALOGUE.length)];
  if (!item) throw new Error('The catalogue of the demo is empty.');
  const { opensInMs, closesInMs, startKrw, steps, capKrw, ...terms } = options;
  const { reserveKrw, buyNowKrw, extension } = terms;
  // As for whoever lists on the page, the rates of today hold for good.
  const { feeBp, premiumBp } = await readTerms(db);
  const nowMs = Date.now();
  const opensAtMs = nowMs + opensInMs;
  const auction = {
    auctionId: randomUUID(),
    sellerId,
    title: TITLE_PREFIX + item.title,
    description: item.description,
    categoryId: item.categoryId,
    hashtags: [...item.hashtags],
    startKrw,
    steps,
    capKrw,
    ...{ reserveKrw, buyNowKrw, extension, feeBp, premiumBp },
    reserveNonce: reserveKrw === null ? null : randomBytes(NONCE_BYTES).toString('hex'),
    saleDate: kstDate(opensAtMs),
    opensAtMs,
    closesAtMs: nowMs + closesInMs,
    scheduledClosesAtMs: nowMs + closesInMs,
    epoch: 1,
    createdAtMs: nowMs,
  };
  const isSeeded = (await db.$count(categories)) > 0;
  await db.transaction(async (tx) => {
    await tx.insert(auctions).values(auction);
    if (isSeeded) await addDemoImages(tx, item, auction);
    await markChanged(tx, auction.auctionId, nowMs);
  });
  return auction;
}

async function sellerIdOf(db: Db, email: string): Promise<string> {
  const [seller] = await db.select().from(users).where(eq(users.email, email));
  if (!seller) throw new Error(`There is no account ${email} in the running system.`);
  return seller.userId;
}
