import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { expect } from 'chai';
import type { Db } from '../mysql/connect.ts';
import {
  ledgerEntries,
  orderEvents,
  orders,
  payments,
  payouts,
  refunds,
} from '../mysql/till-schema.ts';
import { payoutLines } from '../rules/journals.ts';
import { openTestOrder, giveBack, mustMove, orderRow, payFor } from '../testing/booked-orders.ts';
import { openOwnDatabase } from '../testing/own-database.ts';
import type { OwnDatabase } from '../testing/own-database.ts';
import { checkBooks } from './check-books.ts';
import type { OrderRow } from './move-order.ts';
import { postJournal } from './post-journal.ts';

describe('checking the books', () => {
  let own: OwnDatabase;
  let db: Db;
  before(async () => {
    own = await openOwnDatabase();
    ({ db } = own);
  });
  after(() => own.end());

  /** An order that went all the way, with some of it given back on the way. */
  async function paidOut(): Promise<OrderRow> {
    const { orderId } = await openTestOrder(db, { premiumBp: 700 });
    const tossOrderId = await payFor(db, orderId);
    await giveBack(db, { tossOrderId, refundKrw: 10_700, nowMs: 4 });
    return await db.transaction(async (tx) => {
      const order = await mustMove(tx, orderId, 'ship', {
        actor: 'seller',
        reason: 'a test',
        nowMs: 5,
      });
      await mustMove(tx, orderId, 'receive', { actor: 'buyer', reason: 'a test', nowMs: 7 });
      const amountKrw = 85_500;
      await tx.insert(payouts).values({
        ...{ payoutId: randomUUID(), orderId, sellerId: order.sellerId, amountKrw },
        ...{ bank: '20', accountNumber: '123456', holderName: 'x', createdAtMs: 8 },
      });
      const journal = { journalKey: `payout:${orderId}`, kind: 'payout' as const, orderId };
      const lines = payoutLines(order.sellerId, amountKrw);
      await postJournal(tx, { ...journal, lines, nowMs: 8 });
      return await mustMove(tx, orderId, 'pay-out', {
        actor: 'system',
        reason: 'a test',
        nowMs: 8,
      });
    });
  }

  const setState = (orderId: string, state: OrderRow['state']) =>
    db.update(orders).set({ state }).where(eq(orders.orderId, orderId));
  /** Has a second charge booked as a sale too. */
  async function payForAgain(orderId: string): Promise<void> {
    await setState(orderId, 'awaiting_payment');
    await payFor(db, orderId);
  }
  const ofJournal = (key: string, account?: string) =>
    and(
      eq(ledgerEntries.journalKey, key),
      account === undefined ? undefined : eq(ledgerEntries.account, account),
    );
  /** Shifts money between two lines of an order, so that the books still add up. */
  async function shift(orderId: string, kind: 'sale' | 'payout', accounts: [string, string]) {
    const of = and(eq(ledgerEntries.orderId, orderId), eq(ledgerEntries.kind, kind));
    for (const [index, account] of accounts.entries()) {
      const where = and(of, eq(ledgerEntries.account, account));
      const [row] = await db.select().from(ledgerEntries).where(where);
      if (!row) throw new Error(`no line of ${account}`);
      const amountKrw = row.amountKrw + (index === 0 ? 1 : -1);
      await db.update(ledgerEntries).set({ amountKrw }).where(where);
    }
  }

  it('finds nothing wrong with orders at every step, nor where there are none', async () => {
    expect(await checkBooks(db)).to.deep.equal([]);
    await openTestOrder(db);
    const { orderId } = await openTestOrder(db);
    const tossOrderId = await payFor(db, orderId);
    await paidOut();
    expect(await checkBooks(db)).to.deep.equal([]);
    await db.transaction((tx) =>
      mustMove(tx, orderId, 'cancel', { actor: 'operator', reason: 'a test', nowMs: 5 }),
    );
    await giveBack(db, { tossOrderId, refundKrw: 100_000, nowMs: 6 });
    expect((await orderRow(db, orderId)).state).to.equal('refunded');
    expect(await checkBooks(db)).to.deep.equal([]);
  });

  const FALSE: [what: string, falsify: (order: OrderRow) => Promise<unknown>, says: string][] = [
    [
      'a journal that lost a line',
      ({ orderId }) => db.delete(ledgerEntries).where(ofJournal(`payout:${orderId}`, 'cash')),
      'adds up to 85500 won',
    ],
    [
      'books that do not add up as a whole',
      ({ orderId }) => db.delete(ledgerEntries).where(ofJournal(`payout:${orderId}`, 'cash')),
      'the books add up to 85500 won',
    ],
    [
      'a charge of which Toss holds less than is believed',
      ({ orderId }) =>
        db.update(payments).set({ toldHeldKrw: 7 }).where(eq(payments.orderId, orderId)),
      'Toss said that it holds 7',
    ],
    [
      'a journal of two orders',
      async ({ orderId }) => {
        const other = await openTestOrder(db);
        const where = ofJournal(`payout:${orderId}`, 'cash');
        await db.update(ledgerEntries).set({ orderId: other.orderId }).where(where);
      },
      'of several orders or kinds',
    ],
    [
      'a charge that is not booked',
      ({ orderId }) =>
        db.update(payments).set({ amountKrw: 5 }).where(eq(payments.orderId, orderId)),
      'the books hold 96300 won of its buyers where -10695 are charged',
    ],
    [
      'a booked charge that was none',
      ({ orderId }) =>
        db.update(payments).set({ state: 'failed' }).where(eq(payments.orderId, orderId)),
      'where -10700 are charged',
    ],
    [
      'a refund that is not booked',
      ({ orderId }) => db.update(refunds).set({ amountKrw: 9 }).where(eq(refunds.orderId, orderId)),
      'where 106991 are charged',
    ],
    [
      'a booked refund that has not been made',
      ({ orderId }) =>
        db.update(refunds).set({ state: 'pending' }).where(eq(refunds.orderId, orderId)),
      'where 107000 are charged',
    ],
    [
      'a charge of which more went back than it says',
      ({ orderId }) =>
        db.update(payments).set({ balanceKrw: 7 }).where(eq(payments.orderId, orderId)),
      '7 won of a charge are said to be left where 96300 are not given back',
    ],
    [
      'an order that was sold twice',
      ({ orderId }) => payForAgain(orderId),
      'it is paid, with 2 sales booked',
    ],
    [
      'a paid order without a sale',
      async () => {
        const { orderId } = await openTestOrder(db);
        await setState(orderId, 'paid');
      },
      'it is paid, with 0 sales booked',
    ],
    [
      'a sale of an order that is not paid',
      ({ orderId }) => setState(orderId, 'expired'),
      'it is expired, with 1 sales booked and 96300 won of them left',
    ],
    [
      'a refunded order of which something is left',
      ({ orderId }) => setState(orderId, 'refunded'),
      'it is refunded, with 1 sales booked',
    ],
    [
      'another fee than the order’s',
      ({ orderId, sellerId }) => shift(orderId, 'sale', [`seller:${sellerId}`, 'fees']),
      'with 1 sales booked',
    ],
    [
      'a seller who had more than was theirs',
      ({ orderId, sellerId }) => shift(orderId, 'payout', [`seller:${sellerId}`, 'cash']),
      "seller's account is at 1 won where it is paid_out",
    ],
    [
      'a paid out order of which the seller is still owed',
      ({ orderId, sellerId }) => shift(orderId, 'payout', ['cash', `seller:${sellerId}`]),
      "seller's account is at -1 won where it is paid_out",
    ],
    [
      'a payout without 구매확정',
      ({ orderId }) => db.delete(orderEvents).where(eq(orderEvents.orderId, orderId)),
      '85500 won are booked as paid out and 85500 listed, where it is paid_out',
    ],
    [
      'a payout of an order that is disputed',
      ({ orderId }) => setState(orderId, 'disputed'),
      '85500 won are booked as paid out and 85500 listed, where it is disputed',
    ],
    [
      'a payout that nobody would transfer',
      ({ orderId }) => db.delete(payouts).where(eq(payouts.orderId, orderId)),
      '85500 won are booked as paid out and 0 listed',
    ],
    [
      'a payout that is not booked',
      ({ orderId }) => db.delete(ledgerEntries).where(ofJournal(`payout:${orderId}`)),
      '0 won are booked as paid out and 85500 listed',
    ],
  ];

  for (const [what, falsify, says] of FALSE) {
    it(`finds ${what}`, async () => {
      const order = await paidOut();
      await falsify(order);
      expect((await checkBooks(db)).join('\n')).to.include(says);
      for (const table of [ledgerEntries, payouts, payments, refunds, orderEvents, orders]) {
        await db.delete(table);
      }
      expect(await checkBooks(db)).to.deep.equal([]);
    });
  }

  it('names the order, and looks at one moment only', async () => {
    const order = await paidOut();
    await setState(order.orderId, 'disputed');
    const faults = await checkBooks(db);
    expect(faults).to.have.length(1);
    expect(faults[0]).to.match(new RegExp(`^order ${order.orderId}: `));
    expect((await orderRow(db, order.orderId)).state).to.equal('disputed');
  });
});
