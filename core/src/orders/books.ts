import { and, eq, exists, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import type { AnyColumn, SQL } from 'drizzle-orm';
import type { RefundState } from '../contracts/payments.ts';
import type { Db, Tx } from '../mysql/connect.ts';
import { ledgerEntries, orders, payments, refunds } from '../mysql/till-schema.ts';
import { CASH, refundLines, sellerAccount } from '../rules/journals.ts';
import type { JournalKind } from '../rules/journals.ts';
import { sharesOf } from './book-sale.ts';
import type { OrderRow } from './move-order.ts';
import { PASSED_ON } from './payment-rows.ts';

/** Of a charge that its order stands on, or has stood on: it did not come for nothing. */
export const isSold = or(isNull(payments.failureCode), ne(payments.failureCode, PASSED_ON));

/** What the books hold in an account; a minus is what we owe. */
export async function balanceKrw(db: Db | Tx, account: string): Promise<number> {
  const [row] = await db
    .select({ krw: sumKrw(ledgerEntries.amountKrw) })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.account, account));
  return row?.krw ?? 0;
}

/** What we owe a seller for one order: nothing before it is paid for, and nothing once it is paid out. */
export async function owedKrw(
  db: Db | Tx,
  { orderId, sellerId }: Pick<OrderRow, 'orderId' | 'sellerId'>,
): Promise<number> {
  const [row] = await db
    .select({ krw: sumKrw(ledgerEntries.amountKrw) })
    .from(ledgerEntries)
    .where(
      and(eq(ledgerEntries.orderId, orderId), eq(ledgerEntries.account, sellerAccount(sellerId))),
    );
  return owed(row?.krw ?? 0);
}

/** What we owe a seller for the orders whose 구매확정 is made. */
export async function dueKrw(db: Db | Tx, sellerId: string): Promise<number> {
  const [row] = await db
    .select({ krw: sumKrw(ledgerEntries.amountKrw) })
    .from(ledgerEntries)
    .innerJoin(orders, eq(orders.orderId, ledgerEntries.orderId))
    .where(and(eq(ledgerEntries.account, sellerAccount(sellerId)), eq(orders.state, 'received')));
  return owed(row?.krw ?? 0);
}

/** The money of an order, by what it was booked as; each in plus, whichever way it went. */
export type OrderMoney = Record<Exclude<JournalKind, 'loss'>, number>;

/**
 * What came for an order, went back and was paid out, as the books have it; a sale that was undone has
 * never been. `sale` and `stray` less `refund` and `stray-refund` is what is charged and not given back.
 */
export async function moneyOfOrder(db: Db | Tx, orderId: string): Promise<OrderMoney> {
  const rows = await db
    .select({ kind: ledgerEntries.kind, krw: sumKrw(ledgerEntries.amountKrw) })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.orderId, orderId), eq(ledgerEntries.account, CASH)))
    .groupBy(ledgerEntries.kind);
  const money = { sale: 0, refund: 0, payout: 0, stray: 0, 'stray-refund': 0 };
  for (const { kind, krw } of rows) {
    if (kind === 'loss') throw new Error(`a loss of order ${orderId} is booked as money`);
    money[kind] = Math.abs(krw);
  }
  return money;
}

/**
 * What of a seller's money is kept back for refunds that are `waiting`: as much as they will take of it,
 * and no more than there is, as one may have been asked for in the place of another that was refused.
 */
export async function heldBackKrw(
  db: Db | Tx,
  order: OrderRow,
  waiting: RefundState[] = ['needs-account', 'refused'],
): Promise<number> {
  const { orderId, tossOrderId, state, amountKrw } = refunds;
  const [row] = await db
    .select({ krw: sumKrw(amountKrw) })
    .from(refunds)
    .innerJoin(payments, eq(payments.tossOrderId, tossOrderId))
    .where(and(eq(orderId, order.orderId), isSold, inArray(state, waiting)));
  if (!row?.krw) return 0;
  const money = await moneyOfOrder(db, order.orderId);
  return await sellersPartKrw(db, order, Math.min(row.krw, money.sale - money.refund));
}

/** What a seller loses by a refund of the sale, after those that were done. */
export async function sellersPartKrw(
  db: Db | Tx,
  order: OrderRow,
  refundKrw: number,
): Promise<number> {
  const { refund: refundedKrw } = await moneyOfOrder(db, order.orderId);
  const account = sellerAccount(order.sellerId);
  const lines = refundLines(sharesOf(order), { refundKrw, refundedKrw });
  return lines.find((line) => line.account === account)?.amountKrw ?? 0;
}

/**
 * True for an order whose seller has to wait for money of the sale that is on its way back: as a condition
 * of a query over orders. For a refund whose buyer says no account, or that Toss refused, only its own
 * amount is kept back, or a buyer or a bank could keep all of it from the seller for ever. What came for
 * nothing was never the seller's, so its way back holds nobody up.
 */
export function hasRefundUnderWay(db: Db | Tx): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(refunds)
      .innerJoin(payments, eq(payments.tossOrderId, refunds.tossOrderId))
      .where(and(eq(refunds.orderId, orders.orderId), isSold, eq(refunds.state, 'pending'))),
  );
}

/** SUM as a number; it comes as a decimal's text otherwise. Nothing summed is null. */
export function sumKrw(column: AnyColumn | SQL) {
  return sql<number>`CAST(SUM(${column}) AS SIGNED)`.mapWith(wholeWon);
}

function wholeWon(summed: unknown): number {
  const krw = Number(summed);
  if (!Number.isSafeInteger(krw)) throw new Error(`${String(summed)} won is no exact amount`);
  return krw;
}

// Not -0 where nothing is owed.
function owed(krw: number): number {
  return krw === 0 ? 0 : -krw;
}
