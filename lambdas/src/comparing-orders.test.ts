import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { expect } from 'chai';
import {
  offers,
  orders,
  paymentDefaults,
  secondChanceConsents,
} from '@sagopalgo/core/mysql/till-schema.ts';
import { passOn } from '@sagopalgo/core/orders/pass-on.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import { expireOrder } from './expire-orders/expire-order.ts';
import { lapseOffer } from './expire-orders/lapse-offer.ts';
import { orderFaults } from './record-bids/compare/order-faults.ts';
import { readRecord } from './record-bids/compare/read-record.ts';
import { openLambdaConnections } from './testing.ts';
import type { LambdaTestConnections } from './testing.ts';

describe('comparing the orders of an auction that was passed on', () => {
  let connections: LambdaTestConnections;
  let db: LambdaTestConnections['db'];
  before(async () => {
    connections = await openLambdaConnections();
    ({ db } = connections);
  });
  after(() => connections.end());

  async function faults(auctionId: string): Promise<string> {
    const record = await readRecord(db, auctionId);
    if (!record) throw new Error('there is no record');
    return orderFaults(record).join('\n');
  }

  const lastOffer = async (auctionId: string) => {
    const found = await db.select().from(offers).where(eq(offers.auctionId, auctionId));
    const last = found.toSorted((one, other) => one.number - other.number).at(-1);
    if (!last) throw new Error('there is no offer');
    return last;
  };

  /** Won and not paid, lapsed for the second, accepted by the third. */
  async function passedOn(): Promise<string> {
    const maxima = [1500, 2000, 3000, 9000];
    const { auctionId, orderId, sellerId, bidderIds } = await addUnpaidAuction(db, maxima);
    for (const bidderId of bidderIds) {
      const consent = { auctionId, bidderId, isGiven: true, changedAtMs: 1 };
      await db.insert(secondChanceConsents).values(consent);
    }
    expect(await faults(auctionId)).to.equal('');
    await expireOrder(connections, orderId);
    expect(await faults(auctionId)).to.equal('');
    await passOn(connections, auctionId);
    expect(await faults(auctionId)).to.equal('');
    const first = await lastOffer(auctionId);
    const late = { ...connections, now: () => first.acceptByMs };
    await lapseOffer(late, first);
    await passOn(late, auctionId);
    expect(await faults(auctionId)).to.equal('');
    const { offerId, bidderId, amountKrw, number } = await lastOffer(auctionId);
    expect({ number, amountKrw }).to.deep.equal({ number: 2, amountKrw: 1600 });
    const laterId = randomUUID();
    await db.insert(orders).values({
      ...{ orderId: laterId, auctionId, attempt: 2, buyerId: bidderId, sellerId, amountKrw },
      ...{ state: 'awaiting_payment', payByMs: Date.now() + 1000, createdAtMs: 1 },
    });
    const taken = { state: 'accepted' as const, orderId: laterId };
    await db.update(offers).set(taken).where(eq(offers.offerId, offerId));
    return auctionId;
  }

  const setOrder = (
    auctionId: string,
    attempt: number,
    values: Partial<typeof orders.$inferInsert>,
  ) =>
    db
      .update(orders)
      .set(values)
      .where(and(eq(orders.auctionId, auctionId), eq(orders.attempt, attempt)));
  const setOffer = (
    auctionId: string,
    number: number,
    values: Partial<typeof offers.$inferInsert>,
  ) =>
    db
      .update(offers)
      .set(values)
      .where(and(eq(offers.auctionId, auctionId), eq(offers.number, number)));
  const ofDefaults = (auctionId: string) => eq(paymentDefaults.auctionId, auctionId);

  it('finds nothing where all is as it was done, step by step, and in the end', async () => {
    const auctionId = await passedOn();
    expect(await faults(auctionId)).to.equal('');
    const later = { ...connections, now: () => Date.now() + 2000 };
    const [order] = await db
      .select()
      .from(orders)
      .where(and(eq(orders.auctionId, auctionId), eq(orders.attempt, 2)));
    await expireOrder(later, String(order?.orderId));
    await passOn(later, auctionId);
    expect((await lastOffer(auctionId)).number).to.equal(3);
    expect(await faults(auctionId)).to.equal('');
  });

  const FALSE: [what: string, falsify: (id: string) => Promise<unknown>, says: string][] = [
    ['a gap', (id) => setOrder(id, 2, { attempt: 3 }), 'order 3 follows on 1'],
    [
      'an order beside a paid one',
      (id) => setOrder(id, 1, { state: 'paid' }),
      'order 2 follows on one that is paid',
    ],
    ['an order of nobody’s offer', (id) => setOffer(id, 2, { orderId: null }), 'is of no offer'],
    ['another seller', (id) => setOrder(id, 2, { sellerId: 'x' }), "order 2's seller is x"],
    ['another buyer', (id) => setOrder(id, 2, { buyerId: 'x' }), "order 2's buyer is x where"],
    ['another amount', (id) => setOrder(id, 2, { amountKrw: 5 }), "order 2's amount is 5 where"],
    ['an offer of another time', (id) => setOffer(id, 2, { afterAttempt: 2 }), 'the order before'],
    ['a lost offer', (id) => setOffer(id, 2, { number: 3 }), 'offer 2 is missing'],
    ['an open offer', (id) => setOffer(id, 1, { state: 'open' }), 'offer 1 is open, and'],
    [
      'an offer that is not accepted',
      (id) => setOffer(id, 2, { state: 'declined' }),
      'offer 2 is declined and has an order',
    ],
    [
      'an accepted offer without an order',
      (id) => setOffer(id, 1, { state: 'accepted' }),
      'offer 1 is accepted and has no order',
    ],
    [
      'an offer to somebody who did not bid',
      (id) => setOffer(id, 1, { bidderId: 'x' }),
      'offer 1 is to somebody who could not have it',
    ],
    [
      'a price of nobody’s making',
      (id) => setOffer(id, 1, { amountKrw: 2101 }),
      'offer 1 is not at the price of the rules',
    ],
    [
      'a default that is not counted',
      (id) => db.delete(paymentDefaults).where(ofDefaults(id)),
      'order 1 expired and counts against nobody',
    ],
    [
      'a default of somebody else',
      (id) => db.update(paymentDefaults).set({ bidderId: 'x' }).where(ofDefaults(id)),
      'who order 1 counts against is x',
    ],
    [
      'a default of another amount',
      (id) => db.update(paymentDefaults).set({ amountKrw: 5 }).where(ofDefaults(id)),
      'what order 1 counts for is 5',
    ],
    [
      'a default of no order',
      (id) => db.update(paymentDefaults).set({ orderId: randomUUID() }).where(ofDefaults(id)),
      'a default counts that is of no order',
    ],
    [
      'a default of a paid order',
      (id) => setOrder(id, 1, { state: 'paid' }),
      'order 1 is paid and counts against its buyer',
    ],
  ];

  for (const [what, falsify, says] of FALSE) {
    it(`finds ${what}`, async () => {
      const auctionId = await passedOn();
      await falsify(auctionId);
      const told = await faults(auctionId);
      expect(told).to.include(says);
      // Prices that follow from maxima are told to nobody.
      expect(told).not.to.match(/\b(1500|2000|2100|3000)\b/);
    });
  }

  it('finds offers where nothing was sold', async () => {
    const given = { auction: { state: 'unsold' as const } };
    const { auctionId } = await addUnpaidAuction(db, [1500], given);
    await db.delete(orders).where(eq(orders.auctionId, auctionId));
    await db.insert(offers).values({
      ...{ offerId: randomUUID(), auctionId, afterAttempt: 1, number: 1, bidderId: 'b' },
      ...{ amountKrw: 1000, state: 'open', acceptByMs: 1, createdAtMs: 1 },
    });
    expect(await faults(auctionId)).to.equal('it is unsold and has 1 offer(s)');
  });
});
