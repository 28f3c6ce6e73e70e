import { and, eq, inArray, max } from 'drizzle-orm';
import { bids } from '@sagopalgo/core/mysql/schema.ts';
import { askEach, valueOf } from '@sagopalgo/core/redis/ask-each.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import type { Deps } from '../deps.ts';

/** What one bidder has in one auction; the maximum is that bidder's secret. */
export interface OwnBid {
  ordinal: number;
  ownMaxKrw: number;
}

/** What `bidderId` has in each of these auctions, from Redis; without those not bid on. */
export async function readOwnFromRedis(
  { redis }: Pick<Deps, 'redis'>,
  auctionIds: readonly string[],
  bidderId: string,
): Promise<Map<string, OwnBid>> {
  if (auctionIds.length === 0) return new Map();
  const asks = auctionIds.map((id) => ['hget', auctionKeys(id).bidders, bidderId] as const);
  const { answers } = await askEach(redis, asks);
  const found = new Map<string, OwnBid>();
  for (const [index, answer] of answers.entries()) {
    const value = valueOf(answer);
    if (typeof value !== 'string') continue;
    const [ordinal, maxKrw] = value.split('|').map(Number);
    if (ordinal && maxKrw) found.set(auctionIds[index] as string, { ordinal, ownMaxKrw: maxKrw });
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
