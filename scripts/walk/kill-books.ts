import { asc, eq } from 'drizzle-orm';
import { expect } from 'chai';
import { bids } from '@sagopalgo/core/mysql/schema.ts';
import { quietLog, eventually } from '@sagopalgo/core/testing/connections.ts';
import type { LoggedBid } from '@sagopalgo/core/redis/log-entries.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import { compareAuction } from '@sagopalgo/lambdas/src/record-bids/compare/compare-auction.ts';
import { Standstills } from '@sagopalgo/lambdas/src/record-bids/standstills.ts';
import type { KillSystem } from './kill-system.ts';
import type { Rush } from './rush.ts';

const LOG_MAX = 100_000;
const FOLLOWS_WITHIN_MS = 20_000;

/** The bids that an auction's log in Redis holds. */
export async function loggedBids({ redis }: KillSystem, auctionId: string): Promise<LoggedBid[]> {
  const entries = await readLog(redis, auctionId, { seq: 0, raise: 0 }, LOG_MAX);
  return entries.flatMap((entry) => (entry.type === 'bid' ? [entry] : []));
}

/** The bids that the record holds, in order. */
export function recordedBids({ db }: KillSystem, auctionId: string) {
  return db
    .select()
    .from(bids)
    .where(eq(bids.auctionId, auctionId))
    .orderBy(asc(bids.seq), asc(bids.raise));
}

/** Every acknowledged bid is there exactly once, as it was answered; `found` is a log or a record. */
export function expectAllKept(
  rush: Pick<Rush, 'accepted'>,
  found: { bidId: string; seq: number; priceKrw: number; amountKrw: number }[],
): void {
  const accepted = rush.accepted();
  const wanted = new Map(accepted.map(({ bidId, answer }) => [bidId, answer]));
  expect(new Set(found.map(({ bidId }) => bidId)).size, 'no bid twice').to.equal(found.length);
  const kept = found.filter(({ bidId }) => wanted.has(bidId));
  expect(kept.length, 'every acknowledged bid').to.equal(accepted.length);
  for (const { bidId, seq, priceKrw } of kept) {
    expect(wanted.get(bidId)).to.include({ seq, priceKrw });
  }
  expect(found.map(({ seq }) => seq)).to.deep.equal(found.map((_, index) => index + 1));
}

/** The record has followed to the end of the log; nothing differs anywhere. */
export async function expectSameBooks(system: KillSystem, auctionId: string): Promise<void> {
  const logged = await loggedBids(system, auctionId);
  const lastSeq = logged.at(-1)?.seq ?? 0;
  await eventually(async () => {
    const recorded = await recordedBids(system, auctionId);
    return (recorded.at(-1)?.seq ?? 0) >= lastSeq;
  }, FOLLOWS_WITHIN_MS);
  const { db, redis } = system;
  const looking = { db, redis, log: quietLog(), now: Date.now, standstills: new Standstills() };
  expect(await compareAuction(looking, auctionId)).to.deep.equal([]);
}
