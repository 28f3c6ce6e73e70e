import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders, paymentDefaults } from '@sagopalgo/core/mysql/till-schema.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderMove } from '@sagopalgo/core/rules/order-states.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { expireOrder } from './expire-order.ts';

const TIMES = 12;

describe('an order that is paid in the moment in which it expires', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const move = (orderId: string, which: OrderMove, actor: 'buyer' | 'system') =>
    connections.db.transaction((tx) =>
      moveOrder(tx, orderId, which, { actor, reason: 'a test', nowMs: Date.now() }),
    );

  for (const [which, actor, to] of [
    ['pay', 'system', 'paid'],
    ['begin-payment', 'buyer', 'paying'],
  ] as const) {
    it(`is ${to} or expired, and counts against its buyer only when it is`, async () => {
      for (let time = 0; time < TIMES; time += 1) {
        const { orderId } = await addUnpaidAuction(connections.db, [9000]);
        const racing = [
          () => expireOrder(connections, orderId),
          () => move(orderId, which, actor).then(({ isMoved }) => isMoved),
        ];
        if (time % 2 === 1) racing.reverse();
        const done = await Promise.all(racing.map((run) => run()));
        if (time % 2 === 1) done.reverse();
        const [isExpired, isMoved] = done;
        const [order] = await connections.db
          .select()
          .from(orders)
          .where(eq(orders.orderId, orderId));
        expect([isExpired, isMoved].filter(Boolean)).to.have.length(1);
        expect(order?.state).to.equal(isExpired ? 'expired' : to);
        const counted = eq(paymentDefaults.orderId, orderId);
        expect(await connections.db.$count(paymentDefaults, counted)).to.equal(isExpired ? 1 : 0);
      }
    });
  }
});
