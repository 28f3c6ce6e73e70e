import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { expect } from 'chai';
import {
  offers,
  orders,
  paymentDefaults,
  secondChanceConsents,
  tillTerms,
} from '@sagopalgo/core/mysql/till-schema.ts';
import { passOn } from '@sagopalgo/core/orders/pass-on.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import { DEFAULT_TERMS } from '@sagopalgo/core/rules/till-terms.ts';
import { signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import type { UnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import { BiddingGate } from '../http/bidding-gate.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const DAY_MS = 86_400_000;
const { offerAcceptWithinMs, offerPayWithinMs, blockMs, defaultsWithinMs } = DEFAULT_TERMS;

interface Person {
  userId: string;
  token: string;
}

describe('second chances', () => {
  let api: ApiUnderTest;
  let nowMs: number;
  let first: Person;
  let second: Person;
  let stranger: Person;
  before(async () => {
    const now = () => nowMs;
    // A gate that looks when it is told to only.
    api = await startApi(({ db, log }) => ({ now, gate: new BiddingGate({ db, log, now }) }));
  });
  after(() => api.end());
  beforeEach(async () => {
    nowMs = Date.now();
    [first, second, stranger] = await Promise.all([addPerson(), addPerson(), addPerson()]);
  });

  /** Somebody whose token outlasts the days that pass here. */
  async function addPerson(): Promise<Person> {
    const { userId } = await addPersonWithToken(api.deps);
    const claims = { userId, nickname: 'n', role: 'USER', familyId: '' } as const;
    return { userId, token: signAccessToken(api.deps.accessKey, claims, nowMs + 100 * DAY_MS) };
  }

  const post = async (path: string, { token }: Person, body?: object) =>
    await api.call('POST', path, { token, ...(body && { body }) });
  const answer = async (what: 'accept' | 'decline', offerId: string, person = second) =>
    (await post(`/offers/${offerId}/${what}`, person)).body;
  const offersOf = (auctionId: string) =>
    api.deps.db
      .select()
      .from(offers)
      .where(eq(offers.auctionId, auctionId))
      .orderBy(asc(offers.number));

  /** `second` is offered what `first` bid 2000 on, for 2100. */
  async function offered(
    auction: { premiumBp?: number } = {},
  ): Promise<UnpaidAuction & { offerId: string }> {
    const bidderIds = [first.userId, second.userId, randomUUID()];
    const order = { state: 'expired' as const };
    const made = await addUnpaidAuction(api.deps.db, [2000, 3000, 9000], {
      ...{ bidderIds, auction, order },
    });
    for (const bidderId of [first.userId, second.userId]) {
      const consent = { auctionId: made.auctionId, bidderId, isGiven: true, changedAtMs: 1 };
      await api.deps.db.insert(secondChanceConsents).values(consent);
    }
    expect(await passOn(api.deps, made.auctionId)).to.equal('offered');
    const [offer] = await offersOf(made.auctionId);
    return { ...made, offerId: String(offer?.offerId) };
  }

  describe('are wanted', () => {
    it('by whoever says so, until they say otherwise', async () => {
      const { auctionId } = await addAuction(api.deps.db);
      const path = `/auctions/${auctionId}/second-chance`;
      const read = async () => (await api.call('GET', path, { token: first.token })).body;
      expect(await read()).to.deep.equal({ isGiven: false });
      for (const isGiven of [true, true, false, true]) {
        expect((await post(path, first, { isGiven })).body).to.deep.equal({ isGiven });
        expect(await read()).to.deep.equal({ isGiven });
      }
      const others = await api.call('GET', path, { token: second.token });
      expect(others.body).to.deep.equal({ isGiven: false });
    });

    it('not by the seller, an operator, or in an auction that there is none', async () => {
      const { auctionId } = await addAuction(api.deps.db, { sellerId: first.userId });
      const operator = await addPersonWithToken(api.deps, 'ADMIN');
      const say = async (at: string, person: Person) =>
        (await post(`/auctions/${at}/second-chance`, person, { isGiven: true })).body.code;
      expect(await say(auctionId, first)).to.equal('OWN_AUCTION');
      expect(await say(auctionId, operator)).to.equal('FORBIDDEN');
      expect(await say('no-such', second)).to.equal('AUCTION_NOT_FOUND');
      const { body } = await api.call('GET', '/auctions/no-such/second-chance', {
        token: second.token,
      });
      expect(body.code).to.equal('AUCTION_NOT_FOUND');
    });
  });

  describe('are shown', () => {
    it('to the one who is offered, with the total and the auction, and to nobody else', async () => {
      const { auctionId, offerId } = await offered({ premiumBp: 1_000 });
      const list = async ({ token }: Person, query = '') =>
        (await api.call('GET', `/users/me/offers${query}`, { token })).body;
      const { items } = await list(second);
      expect(items).to.have.length(1);
      expect(items[0]).to.deep.include({
        ...{ auctionId, state: 'sold' },
        offer: {
          ...{ offerId, state: 'open', amountKrw: 2100, totalKrw: 2310, orderId: null },
          ...{ acceptByMs: nowMs + offerAcceptWithinMs, payWithinMs: offerPayWithinMs },
        },
      });
      for (const other of [first, stranger]) {
        expect(await list(other)).to.deep.equal({ items: [], nextCursor: null });
      }
      nowMs += offerAcceptWithinMs;
      expect((await list(second)).items[0]).to.have.nested.property('offer.state', 'lapsed');
    });

    it('the newest first, in pages', async () => {
      const older = await offered();
      nowMs += 1_000;
      const newer = await offered();
      const read = async (query: string) =>
        (await api.call('GET', `/users/me/offers?limit=1${query}`, { token: second.token })).body;
      const page = await read('');
      expect(page.items.map((item) => item.auctionId)).to.deep.equal([newer.auctionId]);
      const next = await read(`&cursor=${page.nextCursor}`);
      expect(next.items.map((item) => item.auctionId)).to.deep.equal([older.auctionId]);
      expect(next.nextCursor).to.equal(null);
    });
  });

  describe('are taken', () => {
    it('by an order at the price offered, and both parties are told', async () => {
      const { auctionId, offerId, sellerId } = await offered({ premiumBp: 1_000 });
      const buyer = await overhear(personChannel(second.userId));
      const seller = await overhear(personChannel(sellerId));
      const body = await answer('accept', offerId);
      expect(body).to.include({ offerId, state: 'accepted', amountKrw: 2100, totalKrw: 2310 });
      const [, order] = await ordersOf(auctionId);
      const payByMs = nowMs + offerPayWithinMs;
      expect(order).to.include({
        ...{ orderId: body.orderId, attempt: 2, buyerId: second.userId, sellerId, payByMs },
        ...{ amountKrw: 2100, premiumKrw: 210, feeKrw: 105, state: 'awaiting_payment' },
      });
      const opened = { orderId: body.orderId, orderState: 'awaiting_payment', payByMs };
      const news = { event: 'order', data: { auctionId, ...opened, amountKrw: 2100 } };
      expect((await seller.heard(1)).map(readPersonMessage)).to.deep.equal([{ told: [news] }]);
      const heard = (await buyer.heard(2)).map(readPersonMessage);
      expect(heard[0]).to.have.nested.property('told[0].data.offerState', 'accepted');
      expect(heard[1]).to.deep.equal({ told: [news] });
      for (const listener of [buyer, seller]) listener.leave();
    });

    const ordersOf = (auctionId: string) =>
      api.deps.db
        .select()
        .from(orders)
        .where(eq(orders.auctionId, auctionId))
        .orderBy(asc(orders.attempt));

    it('once, by many clicks at once and again later', async () => {
      const { auctionId, offerId } = await offered();
      const clicks = await Promise.all([1, 2, 3, 4].map(() => answer('accept', offerId)));
      clicks.push(await answer('accept', offerId));
      for (const { state, orderId } of clicks) {
        expect({ state, orderId }).to.deep.equal({
          state: 'accepted',
          orderId: clicks[0]?.orderId,
        });
      }
      expect(await ordersOf(auctionId)).to.have.length(2);
      expect((await answer('decline', offerId)).code).to.equal('OFFER_OVER');
    });

    it('before their last moment only', async () => {
      const { auctionId, offerId } = await offered();
      nowMs += offerAcceptWithinMs;
      expect((await answer('accept', offerId)).code).to.equal('OFFER_OVER');
      expect((await answer('decline', offerId)).code).to.equal('OFFER_OVER');
      nowMs -= 1;
      expect((await answer('accept', offerId)).state).to.equal('accepted');
      expect(await ordersOf(auctionId)).to.have.length(2);
    });

    it('or turned down, whichever comes first', async () => {
      const { auctionId, offerId } = await offered();
      const [taken, turnedDown] = await Promise.all([
        answer('accept', offerId),
        answer('decline', offerId),
      ]);
      const [offer] = await offersOf(auctionId);
      const isTaken = offer?.state === 'accepted';
      expect([taken.code, turnedDown.code].filter(Boolean)).to.deep.equal(['OFFER_OVER']);
      expect(isTaken ? taken.state : turnedDown.state).to.equal(offer?.state);
      expect(await ordersOf(auctionId)).to.have.length(isTaken ? 2 : 1);
    });

    it('by nobody but the one who was offered', async () => {
      const { offerId } = await offered();
      for (const what of ['accept', 'decline'] as const) {
        for (const person of [first, stranger]) {
          expect((await answer(what, offerId, person)).code).to.equal('OFFER_NOT_FOUND');
        }
        expect((await answer(what, 'no-such-offer')).code).to.equal('OFFER_NOT_FOUND');
      }
    });

    it('by nobody who may not bid', async () => {
      const { auctionId, offerId } = await offered();
      for (const orderId of [randomUUID(), randomUUID()]) {
        await setDefault({ orderId, defaultedAtMs: nowMs }, second.userId);
      }
      await api.deps.gate.look();
      const refused = await answer('accept', offerId);
      expect(refused.code).to.equal('BIDDING_BLOCKED');
      expect(refused.detail).to.deep.equal({ untilMs: nowMs + blockMs });
      expect(await ordersOf(auctionId)).to.have.length(1);
      // To say no is anybody's right.
      expect((await answer('decline', offerId)).state).to.equal('declined');
    });

    it('above the amount that operators set only by those who have proven themselves', async () => {
      const { auctionId, offerId } = await offered();
      const setTerms = async (terms: object) => {
        const row = { terms: JSON.stringify(terms), operatorId: 'o', reason: 'test', setAtMs: 1 };
        await api.deps.db.insert(tillTerms).values(row);
        await api.deps.gate.look();
      };
      await setTerms({ provenAboveKrw: 2_099 });
      expect((await answer('accept', offerId)).code).to.equal('NOT_PROVEN');
      expect(await ordersOf(auctionId)).to.have.length(1);
      await setTerms({ provenAboveKrw: 2_100 });
      expect((await answer('accept', offerId)).state).to.equal('accepted');
      await setTerms({});
    });
  });

  it('are turned down, and the next one is asked at once', async () => {
    const { auctionId, offerId } = await offered();
    expect(await answer('decline', offerId)).to.include({ state: 'declined', orderId: null });
    expect((await answer('decline', offerId)).state).to.equal('declined');
    expect((await answer('accept', offerId)).code).to.equal('OFFER_OVER');
    const [, next, ...others] = await offersOf(auctionId);
    expect(next).to.include({ bidderId: first.userId, amountKrw: 1000, state: 'open', number: 2 });
    expect(others).to.deep.equal([]);
  });

  const setDefault = (
    { orderId, defaultedAtMs }: { orderId: string; defaultedAtMs: number },
    bidderId: string,
    auctionId = 'another',
  ) =>
    api.deps.db
      .insert(paymentDefaults)
      .values({ orderId, auctionId, bidderId, amountKrw: 5_000, defaultedAtMs });

  it('are lost on whoever does not pay, who sees what counts and until when', async () => {
    const read = async ({ token }: Person) =>
      (await api.call('GET', '/users/me/defaults', { token })).body as unknown as {
        items: object[];
        blockedUntilMs: number | null;
      };
    const none = { items: [], defaultsMax: 2, blockedUntilMs: null };
    expect(await read(first)).to.deep.equal(none);
    const { auctionId, title } = await addAuction(api.deps.db);
    const missed = async (defaultedAtMs: number) => {
      const orderId = randomUUID();
      await setDefault({ orderId, defaultedAtMs }, first.userId, auctionId);
      const countsUntilMs = defaultedAtMs + defaultsWithinMs;
      return { orderId, auctionId, title, amountKrw: 5_000, defaultedAtMs, countsUntilMs };
    };
    const before = await missed(nowMs - 2 * DAY_MS);
    expect(await read(first)).to.deep.equal({ ...none, items: [before] });
    const last = await missed(nowMs - DAY_MS);
    expect(await read(first)).to.deep.equal({
      ...{ items: [last, before], defaultsMax: 2 },
      blockedUntilMs: last.defaultedAtMs + blockMs,
    });
    expect(await read(second)).to.deep.equal(none);
    nowMs = last.defaultedAtMs + blockMs;
    expect((await read(first)).blockedUntilMs).to.equal(null);
  });
});
