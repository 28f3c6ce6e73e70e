import { and, eq, inArray, max } from 'drizzle-orm';
import { bids } from '@sagopalgo/core/mysql/schema.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import type { Deps } from '../deps.ts';

/** What one bidder has in one auction; the maximum is that bidder's secret. */
export interface OwnBid {
  ordinal: number;
  ownMaxKrw: number;
}

/** What `bidderId` has in each of these auctions, from Redis in one trip; without those not bid on. */
export async function readOwnFromRedis(
  { redis }: Pick<Deps, 'redis'>,
  auctionIds: readonly string[],
  bidderId: string,
): Promise<Map<string, OwnBid>> {
  if (auctionIds.length === 0) return new Map();
  const pipeline = redis.pipeline();
  for (const auctionId of auctionIds) {
    const keys = auctionKeys(auctionId);
    pipeline.hget(keys.aliases, bidderId).hget(keys.maxima, bidderId);
  }
  const values = ((await pipeline.exec()) ?? []).map(([error, value]) => {
    if (error) throw error;
    return value;
  });
  const found = new Map<string, OwnBid>();
  for (const [index, auctionId] of auctionIds.entries()) {
    const [ordinal, maxKrw] = [values[2 * index], values[2 * index + 1]];
    if (ordinal && maxKrw) {
      found.set(auctionId, { ordinal: Number(ordinal), ownMaxKrw: Number(maxKrw) });
    }
  }
  return found;
}

/** The same from the record, for auctions that Redis no longer has. */
export async function readOwnFromRecord(
  { db }: Pick<Deps, 'db'>,
  auctionIds: readonly string[],
  bidderId: string,
): Promise<Map<string, OwnBid>> {
  if (auctionIds.length === 0) return new Map();
  const rows = await db
    .select({
      auctionId: bids.auctionId,
      ordinal: max(bids.ordinal),
      ownMaxKrw: max(bids.ownMaxKrw),
    })
    .from(bids)
    .where(and(eq(bids.bidderId, bidderId), inArray(bids.auctionId, [...auctionIds])))
    .groupBy(bids.auctionId);
  return new Map(
    rows.map(({ auctionId, ordinal, ownMaxKrw }) => [
      auctionId,
      { ordinal: Number(ordinal), ownMaxKrw: Number(ownMaxKrw) },
    ]),
  );
}
