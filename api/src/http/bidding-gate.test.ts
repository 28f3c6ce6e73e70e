import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { orders, paymentDefaults, tillTerms } from '@sagopalgo/core/mysql/till-schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { DEFAULT_TERMS } from '@sagopalgo/core/rules/till-terms.ts';
import type { TillTerms } from '@sagopalgo/core/rules/till-terms.ts';
import { addAuction, eventually } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { BiddingGate } from './bidding-gate.ts';

const DAY_MS = 86_400_000;
const { blockMs } = DEFAULT_TERMS;
const ABOVE_KRW = 50_000;

describe('who may not bid', () => {
  let api: ApiUnderTest;
  let auctionId: string;
  let person: { userId: string; token: string };
  before(async () => {
    // A gate that looks when it is told to only.
    api = await startApi((deps) => ({ gate: new BiddingGate(deps) }));
  });
  after(() => api.end());
  beforeEach(async () => {
    person = await addPersonWithToken(api.deps);
    auctionId = await list();
  });

  async function list(given: Parameters<typeof addAuction>[1] = {}): Promise<string> {
    const row = await addAuction(api.deps.db, given);
    await openAuction(api.deps.redis, row);
    return row.auctionId;
  }

  async function setTerms(terms: Partial<TillTerms>): Promise<void> {
    const row = { terms: JSON.stringify(terms), operatorId: 'o', reason: 'test', setAtMs: 1 };
    await api.deps.db.insert(tillTerms).values(row);
    await api.deps.gate.look();
  }

  const setDefault = (bidderId: string, defaultedAtMs: number) =>
    api.deps.db.insert(paymentDefaults).values({
      ...{ orderId: randomUUID(), auctionId: 'a', bidderId, amountKrw: 1, defaultedAtMs },
    });

  const bid = async (asked: object, at = auctionId, { token } = person, through = api) => {
    const body = { bidId: randomUUID(), ...asked };
    return (await through.call('POST', `/auctions/${at}/bids`, { token, body })).body;
  };
  const exact = (amountKrw: number) => ({ kind: 'exact', amountKrw, confirmed: true });

  describe('for not having paid', () => {
    it('is told until when, within a second of the second default', async () => {
      const lastMs = Date.now() - 1_000;
      await setDefault(person.userId, lastMs - 89 * DAY_MS);
      const looking = await startApi();
      const bidThere = (asked: object) => bid(asked, auctionId, person, looking);
      expect((await bidThere(exact(1_000))).outcome).to.equal('leading');
      await setDefault(person.userId, lastMs);
      const refused = await eventually(async () => {
        const answer = await bidThere({ kind: 'auto', maxKrw: 9_000 });
        return answer.code === 'BIDDING_BLOCKED' && answer;
      });
      await looking.end();
      expect(refused.status).to.equal(403);
      expect(refused.detail).to.deep.equal({ untilMs: lastMs + blockMs });
    });

    it('is only for whoever did not pay, and for every kind of bid, a repeated one as well', async () => {
      const other = await addPersonWithToken(api.deps);
      const bidId = randomUUID();
      expect((await bid({ bidId, ...exact(1_000) })).outcome).to.equal('leading');
      await setDefault(person.userId, Date.now() - DAY_MS);
      await setDefault(person.userId, Date.now());
      await setDefault(other.userId, Date.now());
      await api.deps.gate.look();
      const sold = await list({ buyNowKrw: 5_000 });
      for (const [asked, at] of [
        [exact(2_000), auctionId],
        [{ kind: 'auto', maxKrw: 2_000 }, auctionId],
        [{ kind: 'buy-now' }, sold],
        [{ bidId, ...exact(1_000) }, auctionId],
      ] as const) {
        expect((await bid(asked, at)).code).to.equal('BIDDING_BLOCKED');
      }
      expect((await bid(exact(1_100), auctionId, other)).outcome).to.equal('leading');
    });

    it('ends by itself after 30 days, without another look', async () => {
      const lastMs = Date.now() - DAY_MS;
      await setDefault(person.userId, lastMs);
      await setDefault(person.userId, lastMs);
      let nowMs = lastMs + blockMs - 1;
      const gate = new BiddingGate({ ...api.deps, now: () => nowMs });
      await gate.look();
      const asked = { bidId: randomUUID(), ...exact(1), kind: 'exact' as const };
      const admit = () => gate.admit(person.userId, auctionId, asked);
      expect(admit).to.throw('BIDDING_BLOCKED');
      nowMs += 1;
      expect(admit()).to.equal(null);
    });

    it('stands as it was read while the record is away', async () => {
      await setDefault(person.userId, Date.now());
      await setDefault(person.userId, Date.now());
      let isAway = false;
      const db = new Proxy(api.deps.db, {
        get: (real, name) => {
          if (isAway && name === 'select') throw new Error('away');
          const value: unknown = Reflect.get(real, name, real);
          return typeof value === 'function' ? value.bind(real) : value;
        },
      });
      const gate = new BiddingGate({ ...api.deps, db });
      await gate.look();
      isAway = true;
      await gate.look();
      await gate.look();
      const asked = { bidId: randomUUID(), kind: 'auto' as const, maxKrw: 5 };
      expect(() => gate.admit(person.userId, auctionId, asked)).to.throw('BIDDING_BLOCKED');
      const said = api.log.events.filter(({ event }) => event === 'blocks.not-read');
      expect(said).to.have.length(1);
    });

    it('keeps nobody else’s bid waiting for anything', () => {
      const asked = { bidId: randomUUID(), kind: 'auto' as const, maxKrw: 9e11 };
      expect(api.deps.gate.admit(person.userId, auctionId, asked)).to.equal(null);
    });
  });

  describe('for not having proven anything', () => {
    before(() => setTerms({ provenAboveKrw: ABOVE_KRW }));
    after(() => setTerms({}));

    const verify = ({ userId } = person) =>
      api.deps.db.update(users).set({ emailVerifiedAtMs: 1 }).where(eq(users.userId, userId));
    const order = (state: OrderState, { userId } = person) =>
      api.deps.db.insert(orders).values({
        ...{ orderId: randomUUID(), auctionId: randomUUID(), attempt: 1, buyerId: userId },
        ...{ sellerId: 's', amountKrw: 1, state, stateAtMs: 1, payByMs: 9e15, createdAtMs: 1 },
      });

    it('is refused above the amount, whichever way it is bid', async () => {
      const dear = await list({ buyNowKrw: ABOVE_KRW + 1 });
      const cheap = await list({ buyNowKrw: ABOVE_KRW });
      const refused = await bid(exact(ABOVE_KRW + 1));
      expect(refused).to.include({ code: 'NOT_PROVEN', status: 403 });
      expect(refused.detail).to.deep.equal({ provenAboveKrw: ABOVE_KRW });
      const maximum = await bid({ kind: 'auto', maxKrw: ABOVE_KRW + 1 });
      expect(maximum.code).to.equal('NOT_PROVEN');
      expect((await bid({ kind: 'buy-now' }, dear)).code).to.equal('NOT_PROVEN');
      expect((await bid(exact(ABOVE_KRW))).outcome).to.equal('leading');
      expect((await bid({ kind: 'buy-now' }, cheap)).outcome).to.equal('bought');
      expect((await bid({ kind: 'buy-now' })).code).to.equal('BUY_NOW_GONE');
      expect((await bid({ kind: 'buy-now' }, 'no-such')).code).to.equal('AUCTION_NOT_FOUND');
    });

    it('takes both, a verified e-mail and an order that was paid', async () => {
      const dearly = async (who: typeof person) => {
        const { code, outcome } = await bid({ kind: 'auto', maxKrw: 90_000 }, auctionId, who);
        return code ?? outcome;
      };
      const paying = await addPersonWithToken(api.deps);
      const reading = await addPersonWithToken(api.deps);
      for (const state of ['awaiting_payment', 'awaiting_deposit', 'expired'] as const) {
        await order(state, reading);
      }
      await order('refunded', reading);
      await order('paid', paying);
      await verify(reading);
      await verify();
      await order('received');
      expect(await dearly(paying)).to.equal('NOT_PROVEN');
      expect(await dearly(reading)).to.equal('NOT_PROVEN');
      expect(await dearly(person)).to.equal('leading');
    });

    it('is forgotten soon after it is done, and asked once while it is', async () => {
      const start = Date.now();
      let nowMs = start;
      let asked = 0;
      const db = new Proxy(api.deps.db, {
        get: (real, name) => {
          if (name === '$count') asked += 1;
          const value: unknown = Reflect.get(real, name, real);
          return typeof value === 'function' ? value.bind(real) : value;
        },
      });
      const gate = new BiddingGate({ ...api.deps, db, now: () => nowMs });
      await gate.look();
      const codeAt = async (amountKrw: number) =>
        gate.admitAt(person.userId, amountKrw).then(
          () => 'ADMITTED',
          (error: Error) => error.message,
        );
      expect(await codeAt(ABOVE_KRW)).to.equal('ADMITTED');
      expect(asked).to.equal(0);
      expect(await codeAt(ABOVE_KRW + 1)).to.equal('NOT_PROVEN');
      await verify();
      await order('paid_out');
      const askedOnce = asked;
      expect(await codeAt(ABOVE_KRW + 1)).to.equal('NOT_PROVEN');
      expect(asked).to.equal(askedOnce);
      nowMs += 1_000;
      expect(await codeAt(ABOVE_KRW + 1)).to.equal('ADMITTED');
      const askedTwice = asked;
      nowMs += 59_000;
      expect(await codeAt(ABOVE_KRW + 1)).to.equal('ADMITTED');
      expect(asked).to.equal(askedTwice);
    });
  });
});
