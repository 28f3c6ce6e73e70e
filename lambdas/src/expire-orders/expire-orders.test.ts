import { randomUUID } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import {
  offers,
  orderEvents,
  orders,
  paymentDefaults,
  payments,
  secondChanceConsents,
} from '@sagopalgo/core/mysql/till-schema.ts';
import { BACK_TO_SELLER, passOn } from '@sagopalgo/core/orders/pass-on.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { DEFAULT_TERMS } from '@sagopalgo/core/rules/till-terms.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import { endLambdaConnections } from '../connections.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { expireOrder } from './expire-order.ts';
import { expireOrders } from './expire-orders.ts';
import { DEPOSIT_GRACE_MS, findToPassOn } from './find-due.ts';
import { handler } from './handler.ts';
import { lapseOffer } from './lapse-offer.ts';

const { offerAcceptWithinMs, offerPayWithinMs } = DEFAULT_TERMS;

describe('what was not paid in time', () => {
  let connections: LambdaTestConnections;
  let db: LambdaTestConnections['db'];
  before(async () => {
    connections = await openLambdaConnections();
    ({ db } = connections);
  });
  after(async () => {
    await endLambdaConnections();
    await connections.end();
  });
  // What other tests have left open or due would be swept as well.
  beforeEach(async () => {
    await db.delete(orders);
    await db.delete(offers);
  });

  async function sold(
    maximaKrw: number[],
    auction: Partial<AuctionRow> = {},
    order: { state?: OrderState; payByMs?: number } = {},
  ) {
    const made = await addUnpaidAuction(db, maximaKrw, { auction, order });
    return { ...made, nameOf: (n: number) => made.bidderIds[n - 1] ?? '' };
  }

  const consent = (auctionId: string, bidderId: string, isGiven = true) =>
    db
      .insert(secondChanceConsents)
      .values({ auctionId, bidderId, isGiven, changedAtMs: 1 })
      .onDuplicateKeyUpdate({ set: { isGiven } });
  const orderOf = async (orderId: string) => {
    const [order] = await db.select().from(orders).where(eq(orders.orderId, orderId));
    return order;
  };
  const offersOf = (auctionId: string) =>
    db.select().from(offers).where(eq(offers.auctionId, auctionId)).orderBy(asc(offers.number));
  const defaultsOf = (auctionId: string) =>
    db.select().from(paymentDefaults).where(eq(paymentDefaults.auctionId, auctionId));
  const historyOf = (orderId: string) =>
    db
      .select()
      .from(orderEvents)
      .where(eq(orderEvents.orderId, orderId))
      .orderBy(asc(orderEvents.eventId));
  const eventsOf = async (orderId: string) => (await historyOf(orderId)).map(({ event }) => event);
  const whyOf = async (orderId: string) => (await historyOf(orderId)).map(({ reason }) => reason);
  const later = (byMs: number) => ({ ...connections, now: () => Date.now() + byMs });
  /** What the api does when an offer is taken. */
  async function accept(offerId: string): Promise<string> {
    const [offer] = await db.select().from(offers).where(eq(offers.offerId, offerId));
    if (!offer) throw new Error('there is no such offer');
    const orderId = randomUUID();
    await db.insert(orders).values({
      ...{ orderId, auctionId: offer.auctionId, attempt: offer.afterAttempt + 1 },
      ...{ buyerId: offer.bidderId, sellerId: 'seller', amountKrw: offer.amountKrw },
      ...{ state: 'awaiting_payment', payByMs: Date.now() + offerPayWithinMs, createdAtMs: 1 },
    });
    const taken = { state: 'accepted' as const, orderId };
    await db.update(offers).set(taken).where(eq(offers.offerId, offerId));
    return orderId;
  }

  it('expires, counts against the buyer, and is offered to the runner-up at the resolver’s price', async () => {
    const { auctionId, orderId, nameOf } = await sold([2000, 3000, 9000]);
    await consent(auctionId, nameOf(2));
    const beforeMs = Date.now();
    expect(await expireOrders(connections)).to.deep.equal({
      ...{ expired: 1, lapsed: 0, offered: 1, returned: 0 },
    });
    expect(await orderOf(orderId)).to.include({ state: 'expired' });
    expect(await eventsOf(orderId)).to.deep.equal(['expire']);
    const [missed] = await defaultsOf(auctionId);
    expect(missed).to.include({ orderId, bidderId: nameOf(3), amountKrw: 9000 });
    expect(missed?.defaultedAtMs).to.be.at.least(beforeMs);
    const [offer, ...others] = await offersOf(auctionId);
    expect(others).to.deep.equal([]);
    expect(offer).to.include({
      ...{ bidderId: nameOf(2), amountKrw: 2100, state: 'open', number: 1, afterAttempt: 1 },
    });
    expect(offer?.acceptByMs).to.be.within(
      beforeMs + offerAcceptWithinMs,
      Date.now() + offerAcceptWithinMs,
    );
  });

  it('waits for its last moment, and for a payment under way', async () => {
    const nowMs = Date.now();
    const at = { ...connections, now: () => nowMs };
    for (const [state, payByMs, isDue] of [
      ['awaiting_payment', nowMs, true],
      ['awaiting_payment', nowMs + 1, false],
      ['paying', nowMs - 1, false],
      ['paid', nowMs - 1, false],
      ['awaiting_deposit', nowMs - DEPOSIT_GRACE_MS, true],
      ['awaiting_deposit', nowMs - DEPOSIT_GRACE_MS + 1, false],
    ] as const) {
      const { orderId } = await sold([1000], {}, { state, payByMs });
      expect(await expireOrder(at, orderId), `${state} ${payByMs - nowMs}`).to.equal(isDue);
      expect((await orderOf(orderId))?.state).to.equal(isDue ? 'expired' : state);
    }
    expect(await expireOrder(at, 'no-such-order')).to.equal(false);
    await expireOrders(at);
    expect(await db.$count(orders, eq(orders.state, 'paying'))).to.equal(1);
    expect(await db.$count(orders, eq(orders.state, 'awaiting_deposit'))).to.equal(1);
  });

  it('leaves a payment that waits for its deposit to whoever calls it off at Toss', async () => {
    const order = { state: 'awaiting_deposit' as const, payByMs: Date.now() - DEPOSIT_GRACE_MS };
    const { orderId } = await sold([1000], {}, order);
    const payment = {
      ...{ tossOrderId: randomUUID(), orderId, buyerId: 'b', amountKrw: 1000 },
      ...{ state: 'waiting_for_deposit' as const, paymentKey: randomUUID(), createdAtMs: 1 },
      answeredAtMs: order.payByMs,
    };
    await db.insert(payments).values(payment);
    await expireOrders(connections);
    expect(await orderOf(orderId)).to.include({ state: 'expired' });
    const [kept] = await db.select().from(payments).where(eq(payments.orderId, orderId));
    expect(kept).to.include(payment);
  });

  it('goes back to the seller who prefers that, or where nobody wants it, or nobody reaches the reserve', async () => {
    const preferred = await sold([2000, 9000], { onDefault: 'relist' });
    await consent(preferred.auctionId, preferred.nameOf(1));
    const unwanted = await sold([2000, 9000]);
    await consent(unwanted.auctionId, unwanted.nameOf(1), false);
    await consent(unwanted.auctionId, 'somebody-without-a-bid');
    const unmet = await sold([2000, 9000], { reserveKrw: 2001 });
    await consent(unmet.auctionId, unmet.nameOf(1));
    const { returned } = await expireOrders(connections);
    expect(returned).to.equal(3);
    for (const { auctionId, orderId } of [preferred, unwanted, unmet]) {
      expect(await offersOf(auctionId)).to.deep.equal([]);
      expect(await eventsOf(orderId)).to.deep.equal(['expire', BACK_TO_SELLER]);
    }
    const expired = '결제 기한까지 결제되지 않았어요.';
    const wish = '판매자가 차순위 제안 대신 다시 등록하기를 골랐어요.';
    const nobody = '차순위 제안을 받을 사람이 더 없어요.';
    expect(await whyOf(preferred.orderId)).to.deep.equal([expired, wish]);
    expect(await whyOf(unmet.orderId)).to.deep.equal([expired, nobody]);
    // What went back is over, whoever changes their mind.
    await consent(unwanted.auctionId, unwanted.nameOf(1));
    expect(await expireOrders(connections)).to.include({ offered: 0, returned: 0 });
  });

  it('is offered to the next when an offer lapses, and goes back after the last', async () => {
    const { auctionId, orderId, nameOf } = await sold([2000, 3000, 9000]);
    for (const n of [1, 2]) await consent(auctionId, nameOf(n));
    await expireOrders(connections);
    const [first] = await offersOf(auctionId);
    const early = { ...connections, now: () => Number(first?.acceptByMs) - 1 };
    expect(await expireOrders(early)).to.include({ lapsed: 0, offered: 0 });
    const late = { ...connections, now: () => Number(first?.acceptByMs) };
    expect(await expireOrders(late)).to.include({ lapsed: 1, offered: 1 });
    const [lapsed, second] = await offersOf(auctionId);
    expect(lapsed).to.include({ state: 'lapsed', orderId: null });
    expect(second).to.include({ bidderId: nameOf(1), amountKrw: 1000, state: 'open', number: 2 });
    const afterAll = later(3 * offerAcceptWithinMs);
    expect(await expireOrders(afterAll)).to.include({ lapsed: 1, returned: 1 });
    expect(await eventsOf(orderId)).to.deep.equal(['expire', BACK_TO_SELLER]);
  });

  it('goes on from an accepted offer that is not paid either, without that bidder', async () => {
    const { auctionId, nameOf } = await sold([2000, 3000, 9000]);
    for (const n of [1, 2]) await consent(auctionId, nameOf(n));
    await expireOrders(connections);
    const [first] = await offersOf(auctionId);
    const orderId = await accept(String(first?.offerId));
    expect(await expireOrders(connections)).to.deep.equal({
      ...{ expired: 0, lapsed: 0, offered: 0, returned: 0 },
    });
    expect(await expireOrders(later(offerPayWithinMs + 1))).to.include({ expired: 1, offered: 1 });
    expect((await defaultsOf(auctionId)).map(({ bidderId }) => bidderId)).to.have.members([
      nameOf(3),
      nameOf(2),
    ]);
    const second = (await offersOf(auctionId)).at(-1);
    expect(second).to.include({ bidderId: nameOf(1), amountKrw: 1000, afterAttempt: 2, number: 2 });
    expect(await eventsOf(orderId)).to.deep.equal(['expire']);
  });

  it('is not offered to anybody who may not bid now', async () => {
    const { auctionId, nameOf } = await sold([2000, 3000, 9000]);
    for (const n of [1, 2]) await consent(auctionId, nameOf(n));
    for (const orderId of [randomUUID(), randomUUID()]) {
      const missed = { orderId, auctionId: 'another', bidderId: nameOf(2), amountKrw: 1 };
      await db.insert(paymentDefaults).values({ ...missed, defaultedAtMs: Date.now() });
    }
    await expireOrders(connections);
    expect((await offersOf(auctionId)).map(({ bidderId }) => bidderId)).to.deep.equal([nameOf(1)]);
  });

  it('counts a maximum from where a silent raise set it', async () => {
    const { auctionId, nameOf } = await sold([2000, 3000, 9000]);
    const [before] = await db
      .select()
      .from(bids)
      .where(and(eq(bids.auctionId, auctionId), eq(bids.seq, 1)));
    if (!before) throw new Error('there is no bid');
    const raised = { ...before, raise: 1, bidId: randomUUID(), ownMaxKrw: 3000, amountKrw: 3000 };
    await db.insert(bids).values(raised);
    for (const n of [1, 2]) await consent(auctionId, nameOf(n));
    await expireOrders(connections);
    const [offer] = await offersOf(auctionId);
    expect(offer).to.include({ bidderId: nameOf(1), amountKrw: 3000 });
  });

  it('is done once by two at once', async () => {
    const { auctionId, orderId, nameOf } = await sold([2000, 3000, 9000]);
    for (const n of [1, 2]) await consent(auctionId, nameOf(n));
    const runs = await Promise.all([1, 2, 3].map(() => expireOrders(connections)));
    const sumOf = (what: 'expired' | 'offered') => runs.reduce((sum, run) => sum + run[what], 0);
    expect([sumOf('expired'), sumOf('offered')]).to.deep.equal([1, 1]);
    expect(await eventsOf(orderId)).to.deep.equal(['expire']);
    expect(await defaultsOf(auctionId)).to.have.length(1);
    const [offer] = await offersOf(auctionId);
    const at = { ...connections, now: () => Number(offer?.acceptByMs) };
    const which = { auctionId, offerId: String(offer?.offerId) };
    const lapses = await Promise.all([lapseOffer(at, which), lapseOffer(at, which)]);
    expect(lapses.filter(Boolean)).to.have.length(1);
    const steps = await Promise.all([1, 2, 3].map(() => passOn(at, auctionId)));
    expect(steps.toSorted()).to.deep.equal(['nothing', 'nothing', 'offered']);
  });

  it('is found again where a run was cut off between two steps', async () => {
    const { auctionId, orderId, nameOf } = await sold([2000, 9000]);
    await consent(auctionId, nameOf(1));
    await expireOrder(connections, orderId);
    expect(await findToPassOn(connections)).to.include(auctionId);
    expect(await expireOrders(connections)).to.include({ expired: 0, offered: 1 });
    expect(await findToPassOn(connections)).to.not.include(auctionId);
    const [offer] = await offersOf(auctionId);
    const at = { ...connections, now: () => Number(offer?.acceptByMs) };
    await lapseOffer(at, { auctionId, offerId: String(offer?.offerId) });
    expect(await findToPassOn(connections)).to.include(auctionId);
    expect(await expireOrders(at)).to.include({ lapsed: 0, returned: 1 });
    expect(await findToPassOn(connections)).to.not.include(auctionId);
  });

  it('is not passed on when an operator called it off', async () => {
    const { auctionId, nameOf } = await sold([2000, 9000], {}, { state: 'cancelled' });
    await consent(auctionId, nameOf(1));
    expect(await passOn(connections, auctionId)).to.equal('nothing');
    expect(await expireOrders(connections)).to.include({ expired: 0, offered: 0, returned: 0 });
  });

  it('does not wait for one that fails, and says so then', async () => {
    const broken = await sold([2000, 9000]);
    // A default that is there already stands for whatever can go wrong.
    const { orderId, auctionId } = broken;
    const there = { orderId, auctionId, bidderId: 'b', amountKrw: 1, defaultedAtMs: 1 };
    await db.insert(paymentDefaults).values(there);
    const sound = await sold([2000, 9000]);
    await consent(sound.auctionId, sound.nameOf(1));
    const failed = await expireOrders(connections).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(AggregateError);
    expect((await orderOf(orderId))?.state).to.equal('awaiting_payment');
    expect((await orderOf(sound.orderId))?.state).to.equal('expired');
    expect(await offersOf(sound.auctionId)).to.have.length(1);
  });

  it('is swept by the schedule of each minute', async () => {
    const { orderId, auctionId } = await sold([2000]);
    await handler();
    expect((await orderOf(orderId))?.state).to.equal('expired');
    const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    expect(row?.state).to.equal('sold');
  });
});
