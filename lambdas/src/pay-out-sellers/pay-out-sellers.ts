import { randomUUID } from 'node:crypto';
import { and, asc, eq, exists, max, not, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import {
  ledgerEntries,
  orders,
  payments,
  payoutAccounts,
  payouts,
} from '@sagopalgo/core/mysql/till-schema.ts';
import { hasRefundUnderWay, heldBackKrw } from '@sagopalgo/core/orders/books.ts';
import { moneyOfOrder, owedKrw } from '@sagopalgo/core/orders/books.ts';
import { isSaleLost, lacksMoney } from '@sagopalgo/core/orders/lost-sales.ts';
import { lockOrder, moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { postJournal } from '@sagopalgo/core/orders/post-journal.ts';
import { tellParties } from '@sagopalgo/core/orders/tell-parties.ts';
import { payoutLines } from '@sagopalgo/core/rules/journals.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import { tryEvery } from '../try-every.ts';
import { hearOfMoney, isPaying, isWhole } from './hear-of-money.ts';

/** Each is asked about at Toss, whose silence is waited for. */
const ORDERS_A_RUN = 40;
const PAID_OUT_TOLD = '구매가 확정돼서 판매 대금을 정산했어요.';
const NOTHING_LEFT = '돌려준 금액을 빼면 정산할 금액이 없어요.';

/**
 * What became of an order: its seller is paid, or was owed nothing any more; or it `waits`, as it is not
 * confirmed, its seller has said no account, money of it is on its way back, or is not here any more, or
 * Toss does not say that it is.
 */
export type PaidOut = 'paid' | 'nothing-owed' | 'waits';

/**
 * Pays out every order whose 구매확정 is made and that nothing holds up, those that have waited the longest
 * since Toss was asked about them first, so that none that it does not tell of holds up the others. Returns
 * how many went how. Twice at once, or again, pays once; one that fails does not hold up the others.
 */
export async function payOutSellers(
  deps: TillDeps,
  { ordersMax = ORDERS_A_RUN } = {},
): Promise<Partial<Record<PaidOut, number>>> {
  const counts: Partial<Record<PaidOut, number>> = {};
  await tryEvery(await findDue(deps.db, ordersMax), async (orderId) => {
    const outcome = await payOutOrder(deps, orderId);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  });
  return counts;
}

/**
 * Pays one order out, to the account that its seller has now, unless something holds it up. Toss is asked
 * immediately before whether it still holds the money.
 */
export async function payOutOrder(deps: TillDeps, orderId: string): Promise<PaidOut> {
  const { db, log, now } = deps;
  const askedAtMs = now();
  const isReady = (await db.$count(orders, isReadyOrder(db, orderId))) > 0;
  if (!isReady || !(await hearOfMoney(deps, orderId))) return 'waits';
  const paid = await rowTransaction(db, async (tx) => {
    await lockOrder(tx, orderId);
    return (await isWhole(tx, orderId, askedAtMs)) ? await writePayout(tx, orderId, now()) : null;
  });
  if (!paid) return 'waits';
  const { order, amountKrw } = paid;
  // No account: whoever reads the log has no need of it.
  log.info('seller.paid-out', { orderId, sellerId: order.sellerId, amountKrw });
  await tellParties(deps, order);
  return amountKrw > 0 ? 'paid' : 'nothing-owed';
}

/**
 * Writes down that an order is paid out, all in one transaction; null where something holds it up that we
 * know of. Tell both parties once it has committed.
 */
export async function writePayout(
  tx: Tx,
  orderId: string,
  nowMs: number,
): Promise<{ order: OrderRow; amountKrw: number } | null> {
  const order = await lockOrder(tx, orderId);
  if (!order || (await tx.$count(orders, isReadyOrder(tx, orderId))) === 0) return null;
  if ((await moneyOfOrder(tx, orderId)).sale === 0 && !(await isSaleLost(tx, order))) {
    throw new Error(`order ${orderId} is confirmed, and no sale of it is booked`);
  }
  const amountKrw = (await owedKrw(tx, order)) - (await heldBackKrw(tx, order));
  if (amountKrw > 0 && !(await sendMoney(tx, order, amountKrw, nowMs))) return null;
  const reason = amountKrw > 0 ? PAID_OUT_TOLD : NOTHING_LEFT;
  const moved = await moveOrder(tx, orderId, 'pay-out', { actor: 'system', nowMs, reason });
  if (!moved.isMoved) throw new Error(`order ${orderId} cannot be paid out`);
  return { order: moved.order, amountKrw };
}

// False where nobody knows where to.
async function sendMoney(
  tx: Tx,
  { orderId, sellerId }: OrderRow,
  amountKrw: number,
  nowMs: number,
): Promise<boolean> {
  const [account] = await tx
    .select()
    .from(payoutAccounts)
    .where(eq(payoutAccounts.userId, sellerId));
  if (!account) return false;
  const { bank, accountNumber, holderName } = account;
  await tx.insert(payouts).values({
    ...{ payoutId: randomUUID(), orderId, sellerId, amountKrw },
    ...{ bank, accountNumber, holderName, createdAtMs: nowMs },
  });
  const lines = payoutLines(sellerId, amountKrw);
  const journalKey = `payout:${orderId}`;
  await postJournal(tx, { journalKey, kind: 'payout', orderId, lines, nowMs });
  return true;
}

function isReadyOrder(db: Db | Tx, orderId: string): SQL | undefined {
  const isFree = and(not(hasRefundUnderWay(db)), not(lacksMoney(db)));
  return and(eq(orders.orderId, orderId), eq(orders.state, 'received'), isFree);
}

// Those that cannot go are left out here already, or enough of them would keep all others waiting.
async function findDue(db: Db, ordersMax: number): Promise<string[]> {
  const hasAccount = exists(
    db
      .select({ one: sql`1` })
      .from(payoutAccounts)
      .where(eq(payoutAccounts.userId, orders.sellerId)),
  );
  const isOwed = exists(
    db
      .select({ one: sql`1` })
      .from(ledgerEntries)
      .where(
        and(
          eq(ledgerEntries.orderId, orders.orderId),
          eq(ledgerEntries.account, sql`CONCAT('seller:', ${orders.sellerId})`),
        ),
      )
      .having(sql`SUM(${ledgerEntries.amountKrw}) < 0`),
  );
  const asked = db
    .select({ askedAtMs: max(payments.askedAtMs) })
    .from(payments)
    .where(and(eq(payments.orderId, orders.orderId), isPaying));
  const askedAtMs = sql`(${asked})`;
  const found = await db
    .select({ orderId: orders.orderId })
    .from(orders)
    .where(
      and(
        ...[eq(orders.state, 'received'), or(hasAccount, not(isOwed))],
        ...[not(hasRefundUnderWay(db)), not(lacksMoney(db))],
      ),
    )
    .orderBy(asc(askedAtMs), asc(orders.stateAtMs))
    .limit(ordersMax);
  return found.map(({ orderId }) => orderId);
}
