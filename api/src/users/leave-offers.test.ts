import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import {
  offers,
  orderEvents,
  orders,
  secondChanceConsents,
} from '@sagopalgo/core/mysql/till-schema.ts';
import { BACK_TO_SELLER, passOn } from '@sagopalgo/core/orders/pass-on.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import { givePassword, KNOWN_PASSWORD } from '../testing/account-scenes.ts';
import { addPersonWithToken, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

type Person = Awaited<ReturnType<typeof addPersonWithToken>>;

describe('leaving amid second chances', function leavingAmidOffers() {
  this.timeout(60_000);
  let api: ApiUnderTest;
  // Alone: whoever leaves is barred on every auction there is.
  before(async () => {
    api = await startApiAlone();
  });
  after(() => api.end());

  /** A thing that `seller` sold to somebody who did not pay, and that `bidder` would take. */
  async function unpaid() {
    const [seller, bidder, winner] = [await person(), await person(), await person()];
    const { auctionId, orderId } = await addUnpaidAuction(api.deps.db, [2_000, 3_000], {
      bidderIds: [bidder.userId, winner.userId],
      auction: { sellerId: seller.userId, title: '내 시계' },
      order: { state: 'expired' },
    });
    const consent = { auctionId, bidderId: bidder.userId, isGiven: true, changedAtMs: 1 };
    await api.deps.db.insert(secondChanceConsents).values(consent);
    return { seller, bidder, auctionId, orderId };
  }
  async function offered() {
    const made = await unpaid();
    expect(await passOn(api.deps, made.auctionId)).to.equal('offered');
    const own = eq(offers.auctionId, made.auctionId);
    const [offer] = await api.deps.db.select().from(offers).where(own);
    return { ...made, offerId: String(offer?.offerId) };
  }
  async function person(): Promise<Person> {
    const made = await addPersonWithToken(api.deps);
    await givePassword(api.deps, made.userId);
    return made;
  }
  const leave = ({ token }: Person) =>
    api.call('POST', '/users/me/leave', { token, body: { password: KNOWN_PASSWORD } });
  const answer = (what: 'accept' | 'decline', offerId: string, { token }: Person) =>
    api.call('POST', `/offers/${offerId}/${what}`, { token });
  const goWithoutAsking = ({ userId }: Person) =>
    api.deps.db.update(users).set({ leftAtMs: 1 }).where(eq(users.userId, userId));
  const ordersOf = (auctionId: string) =>
    api.deps.db.$count(orders, eq(orders.auctionId, auctionId));

  it('is refused to the seller while one is to be made or open, and done once nobody is left', async () => {
    const { seller, bidder, auctionId } = await unpaid();
    const blocked = { orders: [], auctions: [{ auctionId, title: '내 시계', role: 'seller' }] };
    const early = (await leave(seller)).body;
    expect([early.code, early.detail]).to.deep.equal(['LEAVING_BLOCKED', blocked]);
    expect(await passOn(api.deps, auctionId)).to.equal('offered');
    const { body } = await leave(seller);
    expect([body.code, body.detail]).to.deep.equal(['LEAVING_BLOCKED', blocked]);
    const [offer] = await api.deps.db.select().from(offers).where(eq(offers.auctionId, auctionId));
    expect((await answer('decline', String(offer?.offerId), bidder)).status).to.equal(200);
    expect((await leave(seller)).status).to.equal(204);
  });

  it('does not stop whoever was asked', async () => {
    const { bidder } = await offered();
    expect((await leave(bidder)).status).to.equal(204);
  });

  it('never comes between an offer and its order', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { seller, bidder, auctionId, offerId } = await offered();
      const answers = await Promise.all([
        leave(seller),
        answer('accept', offerId, bidder),
        leave(seller),
      ]);
      const codes = answers.map(({ body }) => (body as { code?: string } | undefined)?.code);
      expect(codes).to.deep.equal(['LEAVING_BLOCKED', undefined, 'LEAVING_BLOCKED']);
      expect(await ordersOf(auctionId)).to.equal(2);
    }
  });

  it('makes an offer worth nothing where it was made all the same, but not one that was taken', async () => {
    const open = await offered();
    await goWithoutAsking(open.seller);
    const refused = await answer('accept', open.offerId, open.bidder);
    expect(refused.body.code).to.equal('OFFER_OVER');
    expect(await ordersOf(open.auctionId)).to.equal(1);
    const taken = await offered();
    await answer('accept', taken.offerId, taken.bidder);
    await goWithoutAsking(taken.seller);
    const again = await answer('accept', taken.offerId, taken.bidder);
    expect(again.body).to.include({ state: 'accepted' });
  });

  it('has nobody asked in the name of a seller who has left', async () => {
    const { seller, auctionId, orderId } = await unpaid();
    await goWithoutAsking(seller);
    expect(await passOn(api.deps, auctionId)).to.equal('returned');
    expect(await passOn(api.deps, auctionId)).to.equal('nothing');
    const told = await api.deps.db
      .select({ event: orderEvents.event, reason: orderEvents.reason })
      .from(orderEvents)
      .where(eq(orderEvents.orderId, orderId));
    expect(told).to.deep.equal([
      { event: BACK_TO_SELLER, reason: '판매자가 탈퇴해서 차순위 제안을 하지 않았어요.' },
    ]);
  });
});
