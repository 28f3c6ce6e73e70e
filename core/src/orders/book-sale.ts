import type { Tx } from '../mysql/connect.ts';
import { saleLines, strayLines } from '../rules/journals.ts';
import type { JournalLine, SaleShares } from '../rules/journals.ts';
import type { OrderRow } from './move-order.ts';
import { totalKrw } from './open-order.ts';
import type { PaymentRow } from './payment-rows.ts';
import { nextKey, postJournal } from './post-journal.ts';

/** Books a sale whose money has come. */
export async function bookSale(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  nowMs: number,
): Promise<void> {
  const { tossOrderId, amountKrw } = payment;
  if (totalKrw(order) !== amountKrw) {
    throw new Error(`order ${order.orderId} of ${totalKrw(order)} won was paid with ${amountKrw}`);
  }
  const journalKey = await nextKey(tx, `sale:${tossOrderId}`);
  const lines = saleLines(sharesOf(order));
  await postJournal(tx, { journalKey, kind: 'sale', orderId: order.orderId, lines, nowMs });
}

/** Books back a sale whose money had never come after all. */
export async function undoSale(
  tx: Tx,
  order: OrderRow,
  { tossOrderId }: PaymentRow,
  nowMs: number,
): Promise<void> {
  const journalKey = await nextKey(tx, `sale-undone:${tossOrderId}`);
  const lines = saleLines(sharesOf(order)).map(reversed);
  await postJournal(tx, { journalKey, kind: 'sale', orderId: order.orderId, lines, nowMs });
}

/** Books money that came for nothing. */
export async function bookStray(
  tx: Tx,
  { orderId, buyerId, tossOrderId, amountKrw }: PaymentRow,
  nowMs: number,
): Promise<void> {
  const lines = strayLines(buyerId, amountKrw);
  const journalKey = await nextKey(tx, `stray:${tossOrderId}`);
  await postJournal(tx, { journalKey, kind: 'stray', orderId, lines, nowMs });
}

/** Books such money back that had never come after all. */
export async function undoStray(
  tx: Tx,
  { orderId, buyerId, tossOrderId, amountKrw }: PaymentRow,
  nowMs: number,
): Promise<void> {
  const lines = strayLines(buyerId, amountKrw).map(reversed);
  const journalKey = await nextKey(tx, `stray-undone:${tossOrderId}`);
  await postJournal(tx, { journalKey, kind: 'stray', orderId, lines, nowMs });
}

export function sharesOf({ sellerId, amountKrw, premiumKrw, feeKrw }: OrderRow): SaleShares {
  return { sellerId, amountKrw, premiumKrw, feeKrw };
}

function reversed({ account, amountKrw }: JournalLine): JournalLine {
  return { account, amountKrw: -amountKrw };
}
