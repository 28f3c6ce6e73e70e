import { randomUUID } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, bids, orders } from '@sagopalgo/core/mysql/schema.ts';
import { closeAuction, expireAuction } from '@sagopalgo/core/redis/commands.ts';
import type { Closing } from '@sagopalgo/core/redis/commands.ts';
import { recordStatesBefore } from '@sagopalgo/core/rules/auction-states.ts';
import { payByMs } from '@sagopalgo/core/rules/order-states.ts';
import type { Connections } from '../connections.ts';
import { KEEP_ENDED_MS } from '../record-bids/keep-ended.ts';
import { recordAuction } from '../record-bids/record-auction.ts';
import { restoreAuction } from '../record-bids/restore-auction.ts';

const FIRST_ATTEMPT = 1;

type Closed = Extract<Closing, { code: 'CLOSED' }>;

/** What settling came to: `not-yet` before its time, `settled-before` when another was quicker. */
export type Settlement = 'sold' | 'unsold' | 'not-yet' | 'settled-before';

/**
 * Closes one auction whose time is up, finishes its record and writes the result and, when sold, the
 * winner's order in one transaction. Throws, changing no result, when the record does not hold
 * exactly what was accepted. Twice at once, or again later, settles once.
 */
export async function settleAuction(
  connections: Connections,
  auctionId: string,
): Promise<Settlement> {
  const { db, redis, log, now } = connections;
  const closing = await close(connections, auctionId);
  if (closing.code !== 'CLOSED') return 'not-yet';
  await recordAuction(connections, auctionId);
  const settlement = await db.transaction((tx) => writeResult(tx, auctionId, closing, now()));
  await expireAuction(redis, auctionId, KEEP_ENDED_MS);
  if (settlement !== 'settled-before') {
    log.info('auction.settled', { auctionId, settlement, seq: closing.seq });
  }
  return settlement;
}

async function close(connections: Connections, auctionId: string): Promise<Closing> {
  const closing = await closeAuction(connections.redis, auctionId);
  if (closing.code !== 'AUCTION_NOT_FOUND') return closing;
  await restoreAuction(connections, auctionId);
  const again = await closeAuction(connections.redis, auctionId);
  if (again.code === 'AUCTION_NOT_FOUND') {
    throw new Error(`auction ${auctionId} is not in Redis and could not be restored`);
  }
  return again;
}

async function writeResult(
  tx: Tx,
  auctionId: string,
  closing: Closed,
  nowMs: number,
): Promise<Settlement> {
  const [row] = await tx
    .select()
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId))
    .for('update');
  if (!row) throw new Error(`auction ${auctionId} has no record`);
  if (!recordStatesBefore(closing.outcome).includes(row.state)) return 'settled-before';
  await assertRecorded(tx, row, closing);
  const { closesAtMs, outcome } = closing;
  await tx
    .update(auctions)
    .set({ state: outcome, closesAtMs, minimumKrw: null, settledAtMs: nowMs })
    .where(
      and(
        eq(auctions.auctionId, auctionId),
        inArray(auctions.state, recordStatesBefore(closing.outcome)),
      ),
    );
  if (closing.leaderId !== null && closing.priceKrw !== null) {
    await tx.insert(orders).values({
      orderId: randomUUID(),
      auctionId,
      attempt: FIRST_ATTEMPT,
      buyerId: closing.leaderId,
      sellerId: row.sellerId,
      amountKrw: closing.priceKrw,
      state: 'awaiting_payment',
      payByMs: payByMs(closesAtMs, closing.priceKrw),
      createdAtMs: nowMs,
    });
  }
  return outcome;
}

async function assertRecorded(
  tx: Tx,
  row: typeof auctions.$inferSelect,
  closing: Closed,
): Promise<void> {
  const { auctionId } = row;
  const recorded = await tx.$count(bids, and(eq(bids.auctionId, auctionId), eq(bids.raise, 0)));
  const same =
    row.recordedSeq === closing.seq &&
    recorded === closing.bidCount &&
    row.priceKrw === closing.priceKrw &&
    row.leaderId === closing.leaderId;
  if (same) return;
  throw new Error(
    `auction ${auctionId}: accepted ${closing.bidCount} bids up to seq ${closing.seq}, ` +
      `recorded ${recorded} up to ${row.recordedSeq}`,
  );
}
