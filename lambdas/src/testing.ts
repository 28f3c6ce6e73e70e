import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys, storedKeys } from '@sagopalgo/core/redis/keys.ts';
import { addAuction, openTestConnections, quietLog } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import type { OwnedConnections } from './connections.ts';
import { Standstills } from './record-bids/standstills.ts';

export type LambdaTestConnections = OwnedConnections;

/** What a bid asks for. */
export type BidAsked =
  | { kind: 'exact'; amountKrw: number; confirmed?: boolean }
  | { kind: 'auto'; maxKrw: number }
  | { kind: 'buy-now' };

/** The connections of a function of this room, to the tests' servers. */
export async function openLambdaConnections(): Promise<LambdaTestConnections> {
  const { db, redis, end } = await openTestConnections();
  return { db, redis, end, log: quietLog(), now: Date.now, standstills: new Standstills() };
}

/** An auction that stands in the record and in Redis, live for an hour unless told otherwise. */
export async function listedAuction(
  connections: LambdaTestConnections,
  given: Partial<AuctionRow> = {},
): Promise<AuctionRow> {
  const auction = await addAuction(connections.db, given);
  const opened = await openAuction(connections.redis, auction);
  if (opened !== 'OPENED') throw new Error(`not opened: ${opened}`);
  return auction;
}

/** The same connections by a clock that is so many milliseconds ahead. */
export function ahead(connections: LambdaTestConnections, byMs: number): LambdaTestConnections {
  return { ...connections, now: () => Date.now() + byMs };
}

/** What the record holds of an auction. */
export async function rowOf({ db }: LambdaTestConnections, auctionId: string): Promise<AuctionRow> {
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (!row) throw new Error(`no record of ${auctionId}`);
  return row;
}

/** Moves an auction's closing into the past, in Redis and in the record; returns it. */
export async function letTimeRunOut(
  { db, redis }: LambdaTestConnections,
  auctionId: string,
): Promise<number> {
  const closesAtMs = Date.now() - 1;
  await redis.hset(auctionKeys(auctionId).state, 'closesAtMs', closesAtMs);
  await db.update(auctions).set({ closesAtMs }).where(eq(auctions.auctionId, auctionId));
  return closesAtMs;
}

/** Takes an auction out of Redis, all of it or its log alone or the rest. */
export async function lose(
  { redis }: LambdaTestConnections,
  auctionId: string,
  parts: ('log' | 'rest')[] = ['log', 'rest'],
): Promise<void> {
  const { state, bidders, answers, log } = auctionKeys(auctionId);
  if (parts.includes('log')) await redis.del(log);
  if (parts.includes('rest')) await redis.del(state, bidders, answers);
}

/** Puts an auction aside as Redis holds it now; the function returned brings exactly that back. */
export async function keepCopy(
  { redis }: LambdaTestConnections,
  auctionId: string,
): Promise<() => Promise<void>> {
  const keys = storedKeys(auctionId);
  const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  return async () => {
    await redis.del(...keys);
    for (const [index, key] of keys.entries()) {
      const dump = dumps[index];
      if (dump) await redis.restore(key, 0, dump);
    }
  };
}

/** Places one bid of any kind under an id of its own. */
export async function place(
  { redis }: LambdaTestConnections,
  auctionId: string,
  bidderId: string,
  asked: BidAsked,
): Promise<BidAnswer> {
  return await placeBid(redis, { bidId: randomUUID(), auctionId, bidderId, ...asked });
}

/** Places one bid per amount, `bidder-0` and `bidder-1` and so on in turn, and returns the answers. */
export async function placeBids(
  { redis }: LambdaTestConnections,
  auctionId: string,
  amountsKrw: readonly number[],
): Promise<BidAnswer[]> {
  const answers: BidAnswer[] = [];
  for (const [index, amountKrw] of amountsKrw.entries()) {
    const bidder = { bidderId: `bidder-${index % 5}`, bidId: randomUUID() };
    const asked = { kind: 'exact' as const, amountKrw, confirmed: true };
    answers.push(await placeBid(redis, { auctionId, ...asked, ...bidder }));
  }
  return answers;
}
