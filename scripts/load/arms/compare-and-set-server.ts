// Bidding as the first such system did it: read the price, compare, write, inside a transaction of the
// database, which guards nothing here because what is compared is not in the database.
import process from 'node:process';
import { sql } from 'drizzle-orm';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { serveBids } from './serve-bids.ts';

const redis = connectRedis(process.env['REDIS_URL'] ?? '');
await whenConnected(redis);
const { db } = connectMysql(process.env['MYSQL_URL'] ?? '');
await db.execute(
  sql`CREATE TABLE IF NOT EXISTS first_bids (
    bid_id CHAR(36) PRIMARY KEY, auction_id VARCHAR(40) NOT NULL, bidder_id VARCHAR(40) NOT NULL,
    amount_krw BIGINT NOT NULL, INDEX (auction_id))`,
);
await serveBids((auctionId, bidderId, { bidId, amountKrw }) =>
  db.transaction(async (tx) => {
    const key = `first:{${auctionId}}`;
    const priceKrw = Number(await redis.hget(key, 'priceKrw'));
    if (amountKrw <= priceKrw) {
      return { status: 409, body: JSON.stringify({ minimumKrw: priceKrw + 1 }) };
    }
    await tx.execute(
      sql`INSERT INTO first_bids VALUES (${bidId}, ${auctionId}, ${bidderId}, ${amountKrw})`,
    );
    await redis.hset(key, { priceKrw: amountKrw, leaderId: bidderId });
    return { status: 201, body: JSON.stringify({ bidId, priceKrw: amountKrw }) };
  }),
);
