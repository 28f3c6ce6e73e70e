import { and, eq, exists, inArray, not, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { ledgerEntries, orders, payments } from '../mysql/till-schema.ts';
import { CASH, LOSSES, lossLines, sellerAccount } from '../rules/journals.ts';
import { PAID_STATES } from '../rules/order-states.ts';
import { isSold, sumKrw } from './books.ts';
import type { OrderRow } from './move-order.ts';
import { nextKey, postJournal } from './post-journal.ts';

/** Of these the seller has not had the money yet. */
const NOT_PAID_OUT = PAID_STATES.filter((state) => state !== 'paid_out');

/** As a condition of a query over orders: the bank took back the deposit that a sale was booked by. */
export function hasLostSale(db: Db | Tx): SQL {
  const { orderId, account, kind, amountKrw } = ledgerEntries;
  const isSale = and(eq(orderId, orders.orderId), eq(account, CASH), eq(kind, 'sale'));
  // A sum over none is null, and an order without a sale is something else.
  return exists(
    db
      .select({ one: sql`1` })
      .from(ledgerEntries)
      .where(isSale)
      .having(sql`SUM(${amountKrw}) = 0`),
  );
}

/**
 * The same for an order that goes on although money of its sale is not here, until an operator has
 * decided: by a dispute, whose release we bear. Nothing of it is paid out, and it is shown to stand still.
 */
export function lacksMoney(db: Db | Tx): SQL {
  const { orderId, account, amountKrw } = ledgerEntries;
  const isBorne = exists(
    db
      .select({ one: sql`1` })
      .from(ledgerEntries)
      .where(and(eq(orderId, orders.orderId), eq(account, LOSSES)))
      .having(sql`SUM(${amountKrw}) > 0`),
  );
  const isToldOtherwise = exists(
    db
      .select({ one: sql`1` })
      .from(payments)
      .where(
        and(
          eq(payments.orderId, orders.orderId),
          eq(payments.state, 'done'),
          ...[isSold, sql`${payments.toldHeldKrw} < ${payments.balanceKrw}`],
        ),
      ),
  );
  const isLacking = or(and(hasLostSale(db), not(isBorne)), isToldOtherwise);
  return sql`(${inArray(orders.state, NOT_PAID_OUT)} AND ${isLacking})`;
}

/** Whether money of an order is not here that it goes on without. */
export async function isLackingMoney(
  db: Db | Tx,
  { orderId }: Pick<OrderRow, 'orderId'>,
): Promise<boolean> {
  return (await db.$count(orders, and(eq(orders.orderId, orderId), lacksMoney(db)))) > 0;
}

/** Whether the bank took back what an order was paid with. */
export async function isSaleLost(
  db: Db | Tx,
  { orderId }: Pick<OrderRow, 'orderId'>,
): Promise<boolean> {
  return (await db.$count(orders, and(eq(orders.orderId, orderId), hasLostSale(db)))) > 0;
}

/**
 * Has the seller of a lost sale get all the same what it would have brought, at our own cost; call it
 * with the operator's decision. Nothing for any other order, or where that was decided before.
 */
export async function bearLostSale(tx: Tx, order: OrderRow, nowMs: number): Promise<void> {
  if (!(await isSaleLost(tx, order)) || (await inAccountKrw(tx, order, LOSSES)) > 0) return;
  await bookLoss(tx, order, order.amountKrw - order.feeKrw, nowMs);
}

/** Bears what a seller has been paid out and the books say is not the seller's any more. */
export async function bearOverdraft(tx: Tx, order: OrderRow, nowMs: number): Promise<void> {
  const overKrw = await inAccountKrw(tx, order, sellerAccount(order.sellerId));
  if (overKrw > 0) await bookLoss(tx, order, overKrw, nowMs);
}

/** Takes back what we bore of an order: its money has come again, or the seller gets nothing of it. */
export async function takeLossBack(tx: Tx, order: OrderRow, nowMs: number): Promise<void> {
  const borneKrw = await inAccountKrw(tx, order, LOSSES);
  if (borneKrw > 0) await bookLoss(tx, order, -borneKrw, nowMs);
}

async function bookLoss(
  tx: Tx,
  { orderId, sellerId }: OrderRow,
  amountKrw: number,
  nowMs: number,
): Promise<void> {
  if (amountKrw === 0) return;
  const journalKey = await nextKey(tx, `loss:${orderId}`);
  const lines = lossLines(sellerId, amountKrw);
  await postJournal(tx, { journalKey, kind: 'loss', orderId, lines, nowMs });
}

async function inAccountKrw(tx: Tx, { orderId }: OrderRow, account: string): Promise<number> {
  const [row] = await tx
    .select({ krw: sumKrw(ledgerEntries.amountKrw) })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.orderId, orderId), eq(ledgerEntries.account, account)));
  return row?.krw ?? 0;
}
