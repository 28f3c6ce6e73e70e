import { and, asc, eq, exists, inArray, isNull, lt, lte, not, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { offers, orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import type { OfferRow } from '@sagopalgo/core/orders/lock-offer.ts';
import type { Connections } from '../connections.ts';

/** What is over it is for the next run: the sweep comes every minute. */
const A_RUN_MAX = 500;
/** A deposit of the last moment is told a while later: each account is asked about every five minutes. */
export const DEPOSIT_GRACE_MS = 10 * 60_000;

type Used = Pick<Connections, 'db' | 'now'>;

/** Whether an order's time to pay is over. One whose payment is under way waits for what comes of it. */
export function isDue({ state, payByMs }: OrderRow, nowMs: number): boolean {
  if (state === 'awaiting_deposit') return payByMs <= nowMs - DEPOSIT_GRACE_MS;
  return state === 'awaiting_payment' && payByMs <= nowMs;
}

/**
 * As a condition of a query over orders: an account is open of which Toss has not told since the time to
 * pay was over. Somebody may have paid into it in time, and nobody answers for what was not heard.
 */
export function isUnheard(db: Db | Tx): SQL {
  const { orderId, state, answeredAtMs } = payments;
  return exists(
    db
      .select({ one: sql`1` })
      .from(payments)
      .where(
        and(
          ...[eq(orderId, orders.orderId), eq(state, 'waiting_for_deposit')],
          or(isNull(answeredAtMs), lt(answeredAtMs, orders.payByMs)),
        ),
      ),
  );
}

/** The ids of orders whose time to pay is over, those that have been so the longest first. */
export async function findDueOrders({ db, now }: Used): Promise<string[]> {
  const nowMs = now();
  const due = or(
    and(eq(orders.state, 'awaiting_payment'), lte(orders.payByMs, nowMs)),
    and(
      ...[eq(orders.state, 'awaiting_deposit'), lte(orders.payByMs, nowMs - DEPOSIT_GRACE_MS)],
      not(isUnheard(db)),
    ),
  );
  const rows = await db
    .select({ orderId: orders.orderId })
    .from(orders)
    .where(and(inArray(orders.state, ['awaiting_payment', 'awaiting_deposit']), due))
    .orderBy(asc(orders.payByMs))
    .limit(A_RUN_MAX);
  return rows.map(({ orderId }) => orderId);
}

/** Offers that nobody has answered in time. */
export async function findDueOffers({
  db,
  now,
}: Used): Promise<Pick<OfferRow, 'auctionId' | 'offerId'>[]> {
  return await db
    .select({ auctionId: offers.auctionId, offerId: offers.offerId })
    .from(offers)
    .where(and(eq(offers.state, 'open'), lte(offers.acceptByMs, now())))
    .orderBy(asc(offers.acceptByMs))
    .limit(A_RUN_MAX);
}

/** The ids of auctions with an order that has expired and was not passed on. */
export async function findToPassOn({ db }: Used): Promise<string[]> {
  const rows = await db
    .select({ auctionId: orders.auctionId })
    .from(orders)
    .innerJoin(auctions, eq(auctions.auctionId, orders.auctionId))
    .where(and(eq(orders.state, 'expired'), isNull(orders.passedOnAtMs)))
    .orderBy(asc(orders.stateAtMs))
    .limit(A_RUN_MAX);
  return [...new Set(rows.map(({ auctionId }) => auctionId))];
}
