import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { listShieldingPairs } from '@sagopalgo/core/contracts/till.ts';
import { offers, orders, paymentDefaults } from '@sagopalgo/core/mysql/till-schema.ts';
import { addUser } from '@sagopalgo/core/testing/connections.ts';
import { openTestOrder } from '@sagopalgo/core/testing/booked-orders.ts';
import { addPersonWithToken, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

describe('pairs of who did not pay and who came after', () => {
  let api: ApiUnderTest;
  let operator: { token: string };
  before(async () => {
    api = await startApiAlone();
    operator = await addPersonWithToken(api.deps, 'ADMIN');
  });
  beforeEach(async () => {
    for (const table of [paymentDefaults, offers, orders]) await api.deps.db.delete(table);
  });
  after(() => api.end());

  const read = async () => {
    const { token } = operator;
    const { body } = await api.call('GET', '/operator/shielding-pairs', { token });
    return listShieldingPairs.reply.parse(body).items;
  };
  const person = () => addUser(api.deps.db);
  const nameOf = (userId: string) => userId.slice(0, 18);

  /** An auction whose winner did not pay; the order that failed is its first. */
  async function unpaid(bidderId: string, defaultedAtMs: number) {
    const order = await openTestOrder(api.deps.db, { buyerId: bidderId });
    const { orderId, auctionId, amountKrw } = order;
    const row = { orderId, auctionId, bidderId, amountKrw, defaultedAtMs };
    await api.deps.db.insert(paymentDefaults).values(row);
    return order;
  }
  async function offer(auctionId: string, bidderId: string, afterAttempt = 1, number = 1) {
    await api.deps.db.insert(offers).values({
      ...{ offerId: randomUUID(), auctionId, afterAttempt, number, bidderId, amountKrw: 5 },
      ...{ state: 'lapsed', acceptByMs: 1, createdAtMs: 1 },
    });
  }
  async function follow(order: typeof orders.$inferSelect, buyerId: string): Promise<void> {
    const next = { orderId: randomUUID(), attempt: order.attempt + 1, buyerId };
    await api.deps.db.insert(orders).values({ ...order, ...next });
  }

  it('are those that met twice or more, by an offer or by an order, the most often first', async () => {
    const [shield, friend, other] = [await person(), await person(), await person()];
    const first = await unpaid(shield, 100);
    await offer(first.auctionId, friend);
    const second = await unpaid(shield, 300);
    await offer(second.auctionId, friend);
    await follow(second, friend);
    const third = await unpaid(shield, 200);
    await follow(third, friend);
    await offer(third.auctionId, other);
    await offer(first.auctionId, other, 1, 2);
    expect(await read()).to.deep.equal([
      {
        ...{ defaulterNickname: nameOf(shield), runnerUpNickname: nameOf(friend) },
        ...{ times: 3, lastAtMs: 300 },
        auctionIds: [second.auctionId, third.auctionId, first.auctionId],
      },
      {
        ...{ defaulterNickname: nameOf(shield), runnerUpNickname: nameOf(other) },
        ...{ times: 2, lastAtMs: 200, auctionIds: [third.auctionId, first.auctionId] },
      },
    ]);
  });

  it('are not those that met once, in another order, or after somebody else’s default', async () => {
    const [shield, friend] = [await person(), await person()];
    const first = await unpaid(shield, 100);
    // Twice in one auction is one meeting.
    await offer(first.auctionId, friend);
    await offer(first.auctionId, friend, 1, 2);
    await follow(first, friend);
    const turned = await unpaid(friend, 200);
    await offer(turned.auctionId, shield);
    const later = await unpaid(shield, 300);
    await offer(later.auctionId, friend, 2);
    expect(await read()).to.deep.equal([]);
  });

  it('are for operators only', async () => {
    const { token } = await addPersonWithToken(api.deps);
    const path = '/operator/shielding-pairs';
    expect((await api.call('GET', path, { token })).body.code).to.equal('FORBIDDEN');
    expect((await api.call('GET', path)).body.code).to.equal('UNAUTHENTICATED');
  });
});
