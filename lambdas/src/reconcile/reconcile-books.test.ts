import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { openTestOrder, payFor } from '@sagopalgo/core/testing/booked-orders.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { reconcileBooks } from './reconcile-books.ts';

describe('reconciling the books', () => {
  let own: OwnDatabase;
  before(async () => {
    own = await openOwnDatabase();
  });
  after(() => own.end());

  it('says that they balance, and tells what differs as an error', async () => {
    const { db } = own;
    const log = quietLog();
    const { orderId } = await openTestOrder(db);
    await payFor(db, orderId);
    await reconcileBooks({ db, log, now: Date.now });
    await db.update(orders).set({ state: 'expired' }).where(eq(orders.orderId, orderId));
    await reconcileBooks({ db, log, now: Date.now });
    const told = [
      `order ${orderId}: it is expired, with 1 sales booked and 100000 won of them left`,
    ];
    expect(log.events).to.deep.equal([
      { event: 'books.balance', facts: undefined },
      { event: 'books.differ', facts: { count: 1, told } },
    ]);
  });
});
