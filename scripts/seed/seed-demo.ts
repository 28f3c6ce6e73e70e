import { eq } from 'drizzle-orm';
import type { PictureStoreConfig } from '@sagopalgo/core/images/store-config.ts';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { payoutAccounts } from '@sagopalgo/core/mysql/till-schema.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { closingMomentMs, kstDate } from '@sagopalgo/core/rules/kst.ts';
import { CATALOGUE, CATEGORIES, KINDS } from './catalogue/catalogue.ts';
import { warmUp } from './demo-bidder.ts';
import { addEndedAuction } from './demo-history.ts';
import type { DemoStores } from './demo-listing.ts';
import { withDemoLock } from './demo-lock.ts';
import { addDemoPeople, DEMO_OPERATOR, demoBuyer, demoSeller } from './demo-people.ts';
import { askAbout } from './demo-questions.ts';
import { rateSales } from './demo-ratings.ts';
import type { RatedSale } from './demo-ratings.ts';
import { DEMO_SALES, RATED_AFTER_HOURS, SELLERS_WITH_ACCOUNT } from './demo-sales.ts';
import { seedPictures } from './seed-pictures.ts';
import { listMissing } from './top-up-demo.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ENDED_AUCTIONS = 10;
const UNSOLD_EVERY = 4;
const WARM_UP_BIDS_MAX = 6;

/**
 * Fills a new marketplace with people, categories, pictures and forty auctions: some ended, some live,
 * some coming; and with earlier sales whose orders stand in every way. Running it again, or twice at once, adds only
 * what time has used up.
 */
export async function seedDemo(options: {
  mysqlUrl: string;
  redisUrl: string;
  s3: PictureStoreConfig;
  now: () => number;
}): Promise<void> {
  const { db, end } = connectMysql(options.mysqlUrl);
  const redis = connectRedis(options.redisUrl);
  try {
    await whenConnected(redis);
    await seedPictures(options.s3);
    await seedMarket({ db, redis, now: options.now });
  } finally {
    redis.disconnect();
    await end();
  }
}

/**
 * All of the seed but the pictures' files, under one lock: another that came between the people and the listing
 * would list what this one is about to ask about.
 */
export async function seedMarket(stores: DemoStores): Promise<void> {
  await withDemoLock(stores.db, async () => {
    const rated = await addOnce(stores.db, stores.now());
    const listed = await listMissing(stores);
    if (!rated) return;
    await Promise.all([
      warmUp(stores, listed, WARM_UP_BIDS_MAX),
      askAbout(stores, listed),
      rateSales(stores, rated),
    ]);
  });
}

/** Returns the sales whose parties have something to say of each other, or null where there was a demo already. */
async function addOnce(db: Db, nowMs: number): Promise<RatedSale[] | null> {
  if ((await db.$count(users, eq(users.userId, DEMO_OPERATOR.userId))) > 0) return null;
  return await db.transaction(async (tx) => {
    await addDemoPeople(tx, nowMs - 30 * DAY_MS);
    await addCategories(tx);
    const lastDate = lastSaleDate(nowMs);
    await addPast(tx, lastDate);
    await addAccounts(tx, nowMs - 30 * DAY_MS);
    return await addEarlierSales(tx, closingMomentMs(lastDate));
  });
}

async function addCategories(tx: Tx): Promise<void> {
  const tops = CATEGORIES.map(({ categoryId, name }) => ({ categoryId, name, parentId: null }));
  const kinds = KINDS.map(({ categoryId, name, parentId }) => ({ categoryId, name, parentId }));
  await tx
    .insert(categories)
    .values([...tops, ...kinds].map((category, position) => ({ ...category, position })));
}

function lastSaleDate(nowMs: number): string {
  const today = kstDate(nowMs);
  return closingMomentMs(today) <= nowMs ? today : kstDate(nowMs - DAY_MS);
}

// The last sale that is over; what it sold may still be paid for, the first of it by somebody to play with.
async function addPast(tx: Tx, saleDate: string): Promise<void> {
  const things = CATALOGUE.toReversed().slice(0, ENDED_AUCTIONS);
  for (const [index, item] of things.entries()) {
    const { userId: sellerId } = demoSeller(index);
    const sold = index % UNSOLD_EVERY !== UNSOLD_EVERY - 1;
    const winner = index === 0 ? { winnerId: demoBuyer(1).userId } : {};
    await addEndedAuction(tx, item, { sellerId, saleDate, sold, ...winner });
  }
}

async function addAccounts(tx: Tx, changedAtMs: number): Promise<void> {
  for (const number of SELLERS_WITH_ACCOUNT) {
    const { userId, nickname } = demoSeller(number - 1);
    const account = { bank: '88', accountNumber: `11000000000${number}`, holderName: nickname };
    await tx.insert(payoutAccounts).values({ userId, ...account, changedAtMs });
  }
}

async function addEarlierSales(tx: Tx, lastClosedAtMs: number): Promise<RatedSale[]> {
  const rated: RatedSale[] = [];
  for (const [index, { soldDaysAgo, seller, buyer, steps, ratings }] of DEMO_SALES.entries()) {
    const item = CATALOGUE[index];
    if (!item) throw new RangeError(`no thing at ${index}`);
    const order = await addEndedAuction(tx, item, {
      saleDate: kstDate(lastClosedAtMs - soldDaysAgo * DAY_MS),
      ...{ sellerId: demoSeller(seller - 1).userId, sold: true, steps },
      winnerId: demoBuyer(buyer).userId,
    });
    if (!order || !ratings) continue;
    const ratedAtMs = order.createdAtMs + RATED_AFTER_HOURS * HOUR_MS;
    rated.push({ ...order, ratings, ratedAtMs });
  }
  return rated;
}
