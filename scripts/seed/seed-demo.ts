import { eq } from 'drizzle-orm';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { categories, users } from '@sagopalgo/core/mysql/schema.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { closingMomentMs, kstDate } from '@sagopalgo/core/rules/kst.ts';
import { CATALOGUE, CATEGORIES } from './catalogue/catalogue.ts';
import { warmUp } from './demo-bidder.ts';
import { addEndedAuction } from './demo-history.ts';
import type { DemoStores } from './demo-listing.ts';
import { withDemoLock } from './demo-lock.ts';
import { addDemoPeople, DEMO_OPERATOR, demoSeller } from './demo-people.ts';
import { seedPictures } from './seed-pictures.ts';
import type { PictureStore } from './seed-pictures.ts';
import { topUpDemo } from './top-up-demo.ts';

const DAY_MS = 86_400_000;
const ENDED_AUCTIONS = 10;
const UNSOLD_EVERY = 4;
const WARM_UP_BIDS_MAX = 6;

/**
 * Fills a new marketplace with people, categories, pictures and forty auctions: some ended, some live,
 * some coming. Running it again, or twice at once, adds only what time has used up.
 */
export async function seedDemo(options: {
  mysqlUrl: string;
  redisUrl: string;
  s3: PictureStore;
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

/** All of the seed but the pictures' files. */
export async function seedMarket(stores: DemoStores): Promise<void> {
  const isNew = await withDemoLock(stores.db, () => addOnce(stores.db, stores.now()));
  const listed = await topUpDemo(stores);
  if (isNew) await warmUp(stores, listed, WARM_UP_BIDS_MAX);
}

async function addOnce(db: Db, nowMs: number): Promise<boolean> {
  if ((await db.$count(users, eq(users.userId, DEMO_OPERATOR.userId))) > 0) return false;
  await db.transaction(async (tx) => {
    await addDemoPeople(tx, nowMs - 7 * DAY_MS);
    await addCategories(tx);
    await addPast(tx, nowMs);
  });
  return true;
}

async function addCategories(tx: Tx): Promise<void> {
  await tx.insert(categories).values(
    CATEGORIES.map(({ categoryId, name }, position) => ({
      categoryId,
      name,
      parentId: null,
      position,
    })),
  );
}

// The last sale that is over; what it sold may still be paid for.
async function addPast(tx: Tx, nowMs: number): Promise<void> {
  const today = kstDate(nowMs);
  const saleDate = closingMomentMs(today) <= nowMs ? today : kstDate(nowMs - DAY_MS);
  const things = CATALOGUE.toReversed().slice(0, ENDED_AUCTIONS);
  for (const [index, item] of things.entries()) {
    const { userId: sellerId } = demoSeller(index);
    const sold = index % UNSOLD_EVERY !== UNSOLD_EVERY - 1;
    await addEndedAuction(tx, item, { sellerId, saleDate, sold });
  }
}
