import { and, eq, inArray, isNotNull, ne, or, sql } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { ledgerEntries, orderEvents, orders, payments } from '../mysql/till-schema.ts';
import { payouts, refunds } from '../mysql/till-schema.ts';
import { CASH } from '../rules/journals.ts';
import { PAID_STATES } from '../rules/order-states.ts';
import type { OrderState } from '../rules/order-states.ts';
import { NOT_GIVEN } from './book-cancels.ts';
import { heldBackKrw, sumKrw } from './books.ts';

/** Of each kind of fault so many are told: a person looks after the first. */
const TOLD_MAX = 100;
/** So many refunds wait at most for the accounts of buyers whose sellers have been paid out. */
const SELLERS_MAX = 10_000;

const isCharged = inArray(payments.state, ['done', 'cancelled']);
const UNPAID: OrderState[] = ['awaiting_payment', 'paying', 'awaiting_deposit', 'expired'];

/**
 * Compares the books with themselves, with the payments and with the orders, as they were in one moment;
 * a plain sentence for everything that differs. Changes nothing.
 */
export async function checkBooks(db: Db): Promise<string[]> {
  return await db.transaction(
    async (tx) => {
      const faults: string[] = [];
      for (const check of CHECKS) {
        faults.push(...(await check(tx)));
      }
      return faults;
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function unbalanced(tx: Tx): Promise<string[]> {
  const { journalKey, amountKrw, orderId, kind } = ledgerEntries;
  const sum = sumKrw(amountKrw);
  const [whole] = await tx.select({ krw: sum }).from(ledgerEntries);
  const journals = await tx
    .select({ journalKey, krw: sum })
    .from(ledgerEntries)
    .groupBy(journalKey)
    .having(
      sql`SUM(${amountKrw}) <> 0 OR MIN(${orderId}) <> MAX(${orderId}) OR MIN(${kind}) <> MAX(${kind})`,
    )
    .limit(TOLD_MAX);
  const wholeKrw = whole?.krw ?? 0;
  return [
    ...(wholeKrw === 0 ? [] : [`the books add up to ${wholeKrw} won where 0 is expected`]),
    ...journals.map((found) =>
      found.krw === 0
        ? `journal ${found.journalKey}: its lines are of several orders or kinds`
        : `journal ${found.journalKey}: it adds up to ${found.krw} won where 0 is expected`,
    ),
  ];
}

// What Toss has charged and not given back has to be in the books, and nothing else.
async function notAsCharged(tx: Tx): Promise<string[]> {
  const booked = tx
    .select({ orderId: ledgerEntries.orderId, krw: sumKrw(ledgerEntries.amountKrw).as('booked') })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.account, CASH), ne(ledgerEntries.kind, 'payout')))
    .groupBy(ledgerEntries.orderId)
    .as('booked_orders');
  const charged = tx
    .select({ orderId: payments.orderId, krw: sumKrw(payments.amountKrw).as('charged') })
    .from(payments)
    .where(isCharged)
    .groupBy(payments.orderId)
    .as('charged_orders');
  const returned = tx
    .select({ orderId: refunds.orderId, krw: sumKrw(refunds.amountKrw).as('returned') })
    .from(refunds)
    .where(eq(refunds.state, 'done'))
    .groupBy(refunds.orderId)
    .as('returned_orders');
  const bookedKrw = sql<number>`COALESCE(${booked.krw}, 0)`.mapWith(Number);
  const heldKrw = sql<number>`COALESCE(${charged.krw}, 0) - COALESCE(${returned.krw}, 0)`;
  const found = await tx
    .select({ orderId: orders.orderId, bookedKrw, heldKrw: heldKrw.mapWith(Number) })
    .from(orders)
    .leftJoin(booked, eq(booked.orderId, orders.orderId))
    .leftJoin(charged, eq(charged.orderId, orders.orderId))
    .leftJoin(returned, eq(returned.orderId, orders.orderId))
    .where(sql`${bookedKrw} <> ${heldKrw}`)
    .limit(TOLD_MAX);
  return found.map(
    (order) =>
      `order ${order.orderId}: the books hold ${order.bookedKrw} won of its buyers where ` +
      `${order.heldKrw} are charged and not given back`,
  );
}

async function notAsHeld(tx: Tx): Promise<string[]> {
  const returned = tx
    .select({ tossOrderId: refunds.tossOrderId, krw: sumKrw(refunds.amountKrw).as('given_back') })
    .from(refunds)
    .where(eq(refunds.state, 'done'))
    .groupBy(refunds.tossOrderId)
    .as('returned_charges');
  const heldKrw = sql<number>`${payments.amountKrw} - COALESCE(${returned.krw}, 0)`.mapWith(Number);
  const { orderId, balanceKrw } = payments;
  const found = await tx
    .select({ orderId, balanceKrw, heldKrw })
    .from(payments)
    .leftJoin(returned, eq(returned.tossOrderId, payments.tossOrderId))
    .where(and(isCharged, sql`${balanceKrw} <> ${heldKrw}`))
    .limit(TOLD_MAX);
  return found.map(
    (payment) =>
      `order ${payment.orderId}: ${payment.balanceKrw} won of a charge are said to be left where ` +
      `${payment.heldKrw} are not given back`,
  );
}

// What Toss itself said last, whatever came of it here.
async function notAsTold(tx: Tx): Promise<string[]> {
  const { orderId, balanceKrw, toldHeldKrw } = payments;
  const found = await tx
    .select({ orderId, balanceKrw, toldHeldKrw })
    .from(payments)
    .where(ne(balanceKrw, toldHeldKrw))
    .limit(TOLD_MAX);
  return found.map(
    (payment) =>
      `order ${payment.orderId}: ${payment.balanceKrw} won of a charge are said to be left where ` +
      `Toss said that it holds ${payment.toldHeldKrw}`,
  );
}

// An order that counts as paid has a sale at its own price and fee, or had one whose deposit the bank took
// back after it had gone on; one that does not has none left.
async function notAsSold(tx: Tx): Promise<string[]> {
  const { account, kind, amountKrw, orderId } = ledgerEntries;
  const ofSale = sql`CASE WHEN ${account} = ${CASH} AND ${kind} = 'sale' THEN SIGN(${amountKrw}) ELSE 0 END`;
  const left = sql`CASE WHEN ${account} = ${CASH} AND ${kind} IN ('sale', 'refund') THEN ${amountKrw} ELSE 0 END`;
  const owed = sql`CASE WHEN ${account} LIKE 'seller:%' AND ${kind} = 'sale' THEN ${amountKrw} ELSE 0 END`;
  const undone = sql`CASE WHEN ${account} = ${CASH} AND ${kind} = 'sale' AND ${amountKrw} < 0 THEN 1 ELSE 0 END`;
  const books = tx
    .select({
      orderId,
      sales: sumKrw(ofSale).as('sales'),
      undone: sumKrw(undone).as('undone'),
      leftKrw: sumKrw(left).as('left_krw'),
      owedKrw: sumKrw(owed).as('owed_krw'),
    })
    .from(ledgerEntries)
    .groupBy(orderId)
    .as('order_books');
  const sales = sql<number>`COALESCE(${books.sales}, 0)`.mapWith(Number);
  const leftKrw = sql<number>`COALESCE(${books.leftKrw}, 0)`.mapWith(Number);
  const owedKrw = sql<number>`COALESCE(${books.owedKrw}, 0)`.mapWith(Number);
  const isNeverUndone = sql`COALESCE(${books.undone}, 0) = 0`;
  const { state, feeKrw, amountKrw: priceKrw } = orders;
  const found = await tx
    .select({ orderId: orders.orderId, state, sales, leftKrw })
    .from(orders)
    .leftJoin(books, eq(books.orderId, orders.orderId))
    .where(
      or(
        sql`${sales} NOT IN (0, 1)`,
        and(inArray(state, PAID_STATES), sql`${sales} = 0`, or(eq(state, 'paid'), isNeverUndone)),
        and(inArray(state, [...UNPAID, 'refunded']), sql`${leftKrw} <> 0`),
        sql`${owedKrw} <> ${sales} * (${feeKrw} - ${priceKrw})`,
      ),
    )
    .limit(TOLD_MAX);
  return found.map(
    (order) =>
      `order ${order.orderId}: it is ${order.state}, with ${order.sales} sales booked and ` +
      `${order.leftKrw} won of them left`,
  );
}

// Nobody owes us anything, and of what was paid out no more is left than is kept back for a refund.
async function sellersOff(tx: Tx): Promise<string[]> {
  const krw = sumKrw(ledgerEntries.amountKrw);
  const found = await tx
    .select({ order: orders, krw })
    .from(orders)
    .innerJoin(
      ledgerEntries,
      and(
        eq(ledgerEntries.orderId, orders.orderId),
        eq(ledgerEntries.account, sql`CONCAT('seller:', ${orders.sellerId})`),
      ),
    )
    .groupBy(orders.orderId)
    .having(sql`${krw} > 0 OR (${orders.state} = 'paid_out' AND ${krw} <> 0)`)
    .limit(SELLERS_MAX);
  const faults: string[] = [];
  for (const { order, krw: atKrw } of found) {
    const isKept = order.state === 'paid_out' && atKrw < 0;
    if (isKept && -atKrw <= (await heldBackKrw(tx, order, NOT_GIVEN))) continue;
    const { orderId, state } = order;
    faults.push(`order ${orderId}: its seller's account is at ${atKrw} won where it is ${state}`);
  }
  return faults.slice(0, TOLD_MAX);
}

// Money goes out after 구매확정 only, and as much as is on the list for the one who transfers it.
async function wronglyPaidOut(tx: Tx): Promise<string[]> {
  const booked = tx
    .select({ orderId: ledgerEntries.orderId, krw: sumKrw(ledgerEntries.amountKrw).as('booked') })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.account, CASH), eq(ledgerEntries.kind, 'payout')))
    .groupBy(ledgerEntries.orderId)
    .as('booked_payouts');
  const received = tx
    .selectDistinct({ orderId: orderEvents.orderId })
    .from(orderEvents)
    .where(eq(orderEvents.toState, 'received'))
    .as('received_orders');
  const bookedKrw = sql<number>`-COALESCE(${booked.krw}, 0)`.mapWith(Number);
  const listedKrw = sql<number>`COALESCE(${payouts.amountKrw}, 0)`.mapWith(Number);
  const found = await tx
    .select({ orderId: orders.orderId, state: orders.state, bookedKrw, listedKrw })
    .from(orders)
    .leftJoin(payouts, eq(payouts.orderId, orders.orderId))
    .leftJoin(booked, eq(booked.orderId, orders.orderId))
    .leftJoin(received, eq(received.orderId, orders.orderId))
    .where(
      or(
        sql`${bookedKrw} <> ${listedKrw}`,
        and(
          or(isNotNull(payouts.payoutId), isNotNull(booked.krw), eq(orders.state, 'paid_out')),
          sql`(${received.orderId} IS NULL OR ${orders.state} <> 'paid_out')`,
        ),
      ),
    )
    .limit(TOLD_MAX);
  return found.map(
    (order) =>
      `order ${order.orderId}: ${order.bookedKrw} won are booked as paid out and ` +
      `${order.listedKrw} listed, where it is ${order.state}`,
  );
}

const CHECKS = [
  ...[unbalanced, notAsCharged, notAsHeld, notAsTold, notAsSold],
  ...[sellersOff, wronglyPaidOut],
];
