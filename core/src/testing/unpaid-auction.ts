import { randomUUID } from 'node:crypto';
import type { Db } from '../mysql/connect.ts';
import { bids } from '../mysql/schema.ts';
import { orders } from '../mysql/till-schema.ts';
import { bidderAlias } from '../rules/aliases.ts';
import { addAuction, addUser } from './connections.ts';
import type { AuctionRow } from './connections.ts';

type OrderRow = typeof orders.$inferInsert;

/** An auction that was won and is not paid for, as the record has it. */
export interface UnpaidAuction {
  auctionId: string;
  sellerId: string;
  /** The winner's. */
  orderId: string;
  /** Who bid, in that order; the last has won. */
  bidderIds: string[];
}

/**
 * Adds an auction to the record that was bid on up to each of `maximaKrw`, lowest first, and won by the
 * last, whose time to pay is just over unless told otherwise.
 */
export async function addUnpaidAuction(
  db: Db,
  maximaKrw: readonly number[],
  given: { auction?: Partial<AuctionRow>; order?: Partial<OrderRow>; bidderIds?: string[] } = {},
): Promise<UnpaidAuction> {
  const bidderIds = given.bidderIds ?? maximaKrw.map(() => randomUUID());
  const [auctionId, orderId] = [randomUUID(), randomUUID()];
  const sellerId = given.auction?.sellerId ?? (await addUser(db));
  const amountKrw = maximaKrw.at(-1) ?? 0;
  const buyerId = bidderIds.at(-1) ?? '';
  const nowMs = Date.now();
  await addAuction(db, {
    ...{ auctionId, sellerId, state: 'sold', priceKrw: amountKrw, leaderId: buyerId },
    ...{ leaderOrdinal: maximaKrw.length, bidCount: maximaKrw.length, closesAtMs: nowMs - 2 },
    ...{ recordedSeq: maximaKrw.length + 1, settledAtMs: nowMs, ...given.auction },
  });
  await db.insert(bids).values(
    maximaKrw.map((ownMaxKrw, index) => ({
      ...{ auctionId, seq: index + 1, raise: 0, epoch: 1, bidderId: bidderIds[index] ?? '' },
      ...{ bidId: randomUUID(), ordinal: index + 1, kind: 'auto' as const, amountKrw: ownMaxKrw },
      ...{ outcome: 'leading' as const, priceKrw: 1000, ownMaxKrw, leaderId: '' },
      ...{ leaderAlias: bidderAlias(index + 1), acceptedAtMs: nowMs - 3, closesAtMs: nowMs - 2 },
    })),
  );
  await db.insert(orders).values({
    ...{ orderId, auctionId, attempt: 1, buyerId, sellerId, amountKrw },
    ...{ state: 'awaiting_payment', stateAtMs: nowMs - 2, payByMs: nowMs - 1 },
    ...{ createdAtMs: nowMs - 2, ...given.order },
  });
  return { auctionId, sellerId, orderId, bidderIds };
}
