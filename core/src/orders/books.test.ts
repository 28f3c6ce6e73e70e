import { expect } from 'chai';
import { openTestOrder, giveBack, mustMove, orderRow, payFor } from '../testing/booked-orders.ts';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { payoutLines, sellerAccount } from '../rules/journals.ts';
import { balanceKrw, dueKrw, moneyOfOrder, owedKrw } from './books.ts';
import { postJournal } from './post-journal.ts';

describe('reading the books', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  it('adds up an account, what is owed for each order, and what of it is due', async () => {
    const { db } = connections;
    const first = await openTestOrder(db, { amountKrw: 100_000, premiumBp: 1_000 });
    const { sellerId } = first;
    const second = await openTestOrder(db, { amountKrw: 40_000, sellerId });
    expect(await balanceKrw(db, sellerAccount(sellerId))).to.equal(0);
    expect(await owedKrw(db, first)).to.equal(0);
    await payFor(db, first.orderId);
    await payFor(db, second.orderId);
    expect(await balanceKrw(db, sellerAccount(sellerId))).to.equal(-133_000);
    expect(await owedKrw(db, first)).to.equal(95_000);
    expect(await dueKrw(db, sellerId)).to.equal(0);
    await db.transaction(async (tx) => {
      await mustMove(tx, second.orderId, 'ship', { actor: 'seller', reason: 'a test', nowMs: 5 });
      await mustMove(tx, second.orderId, 'receive', { actor: 'buyer', reason: 'a test', nowMs: 6 });
    });
    expect(await dueKrw(db, sellerId)).to.equal(38_000);
    expect(await dueKrw(db, first.buyerId)).to.equal(0);
  });

  it('says what of an order was charged, given back and paid out', async () => {
    const { db } = connections;
    const { orderId } = await openTestOrder(db, { amountKrw: 100_000, premiumBp: 1_000 });
    const nothing = { sale: 0, refund: 0, payout: 0, stray: 0, 'stray-refund': 0 };
    expect(await moneyOfOrder(db, orderId)).to.deep.equal(nothing);
    const tossOrderId = await payFor(db, orderId);
    const order = await orderRow(db, orderId);
    for (const refundKrw of [10_000, 1_000]) {
      await giveBack(db, { tossOrderId, refundKrw, nowMs: 7 });
    }
    await giveBack(db, { tossOrderId: await payFor(db, orderId), refundKrw: 110_000, nowMs: 8 });
    await payFor(db, orderId);
    await db.transaction(async (tx) => {
      const lines = payoutLines(order.sellerId, 500);
      const journalKey = `payout:${orderId}`;
      await postJournal(tx, { journalKey, kind: 'payout', orderId, lines, nowMs: 9 });
    });
    expect(await moneyOfOrder(db, orderId)).to.deep.equal({
      ...{ sale: 110_000, refund: 11_000, payout: 500, stray: 220_000, 'stray-refund': 110_000 },
    });
    expect(await owedKrw(db, order)).to.equal(95_000 - 9_500 - 500);
  });
});
