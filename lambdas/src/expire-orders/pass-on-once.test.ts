import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import {
  offers,
  orderEvents,
  orders,
  secondChanceConsents,
} from '@sagopalgo/core/mysql/till-schema.ts';
import { endOffer, lockOffer } from '@sagopalgo/core/orders/lock-offer.ts';
import { BACK_TO_SELLER } from '@sagopalgo/core/orders/pass-on.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import type { UnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { expireOrders } from './expire-orders.ts';
import { findToPassOn } from './find-due.ts';

const MINUTE_MS = 60_000;

describe('looking for what is to be passed on', () => {
  let connections: LambdaTestConnections;
  let db: LambdaTestConnections['db'];
  before(async () => {
    connections = await openLambdaConnections();
    ({ db } = connections);
  });
  after(() => connections.end());
  // What other tests have left open or due would be swept as well.
  beforeEach(async () => {
    await db.delete(orders);
    await db.delete(offers);
  });

  /** One that has expired, and of which nothing says that it was passed on. */
  async function expired(): Promise<UnpaidAuction> {
    const made = await addUnpaidAuction(db, [2000, 9000], { order: { state: 'expired' } });
    const consent = { bidderId: String(made.bidderIds[0]), isGiven: true, changedAtMs: 1 };
    await db.insert(secondChanceConsents).values({ auctionId: made.auctionId, ...consent });
    return made;
  }
  const markOf = async (orderId: string) => {
    const [row] = await db.select().from(orders).where(eq(orders.orderId, orderId));
    return row?.passedOnAtMs;
  };
  const openOffer = ({ auctionId, bidderIds }: UnpaidAuction) => ({
    ...{ offerId: randomUUID(), auctionId, afterAttempt: 1, number: 1 },
    ...{ bidderId: String(bidderIds[0]), amountKrw: 1000, state: 'open' as const },
    ...{ acceptByMs: Date.now() + MINUTE_MS, createdAtMs: 1 },
  });

  it('finds what has expired, once, whatever the step was', async () => {
    const offered = await expired();
    const returned = await addUnpaidAuction(db, [9000], { order: { state: 'expired' } });
    const all = [offered, returned];
    expect(await findToPassOn(connections)).to.have.members(all.map(({ auctionId }) => auctionId));
    const beforeMs = Date.now();
    expect(await expireOrders(connections)).to.include({ offered: 1, returned: 1 });
    for (const { orderId } of all) {
      expect(await markOf(orderId)).to.be.within(beforeMs, Date.now());
    }
    expect(await findToPassOn(connections)).to.deep.equal([]);
  });

  it('looks once at what was passed on before that was noted, and notes it', async () => {
    const [asked, back, sold] = [await expired(), await expired(), await expired()];
    await db.insert(offers).values(openOffer(asked));
    await db.insert(orderEvents).values({
      ...{ orderId: back.orderId, event: BACK_TO_SELLER, fromState: 'expired', toState: 'expired' },
      ...{ actor: 'system', reason: 'a test', happenedAtMs: 1 },
    });
    await db.insert(orders).values({
      ...{ orderId: randomUUID(), auctionId: sold.auctionId, attempt: 2, buyerId: 'b' },
      ...{ sellerId: sold.sellerId, amountKrw: 1000, state: 'paid' as const },
      ...{ payByMs: Date.now() + MINUTE_MS, createdAtMs: 1 },
    });
    expect(await findToPassOn(connections)).to.have.length(3);
    expect(await expireOrders(connections)).to.include({ offered: 0, returned: 0 });
    expect(await findToPassOn(connections)).to.deep.equal([]);
    for (const { orderId } of [asked, back, sold]) expect(await markOf(orderId)).to.be.a('number');
  });

  it('finds it again when the offer was turned down or let go by, and not when it was taken', async () => {
    for (const [state, isFound] of [
      ['declined', true],
      ['lapsed', true],
      ['accepted', false],
    ] as const) {
      const made = await expired();
      await expireOrders(connections);
      const [offer] = await db.select().from(offers).where(eq(offers.auctionId, made.auctionId));
      if (!offer) throw new Error('nobody was asked');
      await db.transaction(async (tx) => {
        const locked = await lockOffer(tx, offer);
        await endOffer(tx, locked.offer, { state, orderId: null, nowMs: Date.now() });
      });
      const found = await findToPassOn(connections);
      expect(found.includes(made.auctionId), state).to.equal(isFound);
      await expireOrders(connections);
      expect(await findToPassOn(connections)).to.deep.equal([]);
    }
  });
});
