import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { z } from 'zod';
import { listSignals } from '@sagopalgo/core/contracts/signals.ts';
import type { SignalKind } from '@sagopalgo/core/contracts/signals.ts';
import { signInTraces } from '@sagopalgo/core/mysql/operating-schema.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { orderAddresses, orderEvents, orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { payoutAccounts, paymentDefaults, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { addRefund, openTestOrder } from '@sagopalgo/core/testing/booked-orders.ts';
import { addAuction, addUser } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const DAY_MS = 86_400_000;

describe('signals of shill bidding', () => {
  let api: ApiUnderTest;
  let token: string;
  before(async () => {
    api = await startApiAlone();
    ({ token } = await addPersonWithToken(api.deps, 'ADMIN'));
  });
  beforeEach(async () => {
    const { db } = api.deps;
    for (const table of [signInTraces, auctions, bids, orders, orderEvents]) await db.delete(table);
    for (const table of [orderAddresses, payoutAccounts, paymentDefaults, refunds]) {
      await db.delete(table);
    }
  });
  after(() => api.end());

  const person = () => addUser(api.deps.db);
  const people = (count: number) => Promise.all(Array.from({ length: count }, person));
  const nameOf = (userId = '') => userId.slice(0, 18);

  type Reply = z.output<typeof listSignals.reply>;
  async function read<Kind extends SignalKind>(kind: Kind) {
    const { body } = await api.call('GET', `/operator/signals?kind=${kind}`, { token });
    const reply = listSignals.reply.parse(body);
    expect(reply.kind).to.equal(kind);
    return reply.items as Extract<Reply, { kind: Kind }>['items'];
  }

  let closings = 0;
  /** An auction in which these bid, each above the one before; the last has won where it was sold. */
  async function bidOn(sellerId: string, bidderIds: string[], given: { agoMs?: number } = {}) {
    const closesAtMs = Date.now() - (given.agoMs ?? DAY_MS) + (closings += 1);
    const { auctionId } = await addAuction(api.deps.db, {
      ...{ sellerId, closesAtMs, state: 'sold', leaderId: bidderIds.at(-1) ?? null },
    });
    const rows = bidderIds.map((bidderId, index) => ({
      ...{ auctionId, seq: index + 1, raise: 0, epoch: 1, bidderId, bidId: randomUUID() },
      ...{ ordinal: index + 1, kind: 'exact' as const, amountKrw: 1_000 * (index + 1) },
      ...{ outcome: 'leading' as const, priceKrw: 1_000 * (index + 1), minimumKrw: null },
      ...{ ownMaxKrw: 1_000 * (index + 1), leaderId: bidderId, leaderAlias: 'x' },
      ...{ acceptedAtMs: closesAtMs - 1, closesAtMs },
    }));
    await api.deps.db.insert(bids).values(rows);
    return { auctionId, closesAtMs };
  }
  async function bidTimes(times: number, sellerId: string, bidderIds: string[]) {
    const made = [];
    for (let time = 0; time < times; time += 1) made.push(await bidOn(sellerId, bidderIds));
    return made.toReversed();
  }
  async function trace(
    userId: string,
    kind: 'device' | 'address',
    traceHash: string,
    atMs = Date.now(),
  ) {
    const row = { userId, kind, traceHash, firstSeenAtMs: atMs, lastSeenAtMs: atMs };
    await api.deps.db.insert(signInTraces).values(row);
  }

  it('show who bids on one seller’s things and hardly any other', async () => {
    const [seller = '', other = '', friend = '', wide = ''] = await people(4);
    const met = await bidTimes(5, seller, [wide, friend]);
    await bidTimes(2, other, [friend]);
    await bidTimes(3, other, [wide]);
    expect(await read('one-seller')).to.deep.equal([
      {
        ...{ bidderNickname: nameOf(friend), sellerNickname: nameOf(seller) },
        ...{ auctionCount: 5, ofAuctionCount: 7, wonCount: 5, lastAtMs: met[0]?.closesAtMs },
        auctionIds: met.map(({ auctionId }) => auctionId),
      },
    ]);
  });

  it('name the latest twenty auctions of more, and forget what is three months ago', async () => {
    const [seller = '', friend = ''] = await people(2);
    await bidOn(seller, [friend], { agoMs: 91 * DAY_MS });
    const met = await bidTimes(22, seller, [friend]);
    const [found] = await read('one-seller');
    expect(found).to.include({ auctionCount: 22, ofAuctionCount: 22 });
    const latest = met.slice(0, 20).map(({ auctionId }) => auctionId);
    expect(found?.auctionIds).to.deep.equal(latest);
  });

  it('show who bids on a seller’s things again and again and never wins', async () => {
    const [seller = '', shill = '', buyer = '', unlucky = ''] = await people(4);
    const met = await bidTimes(4, seller, [shill, buyer]);
    await bidTimes(3, seller, [unlucky, buyer]);
    const found = await read('never-wins');
    expect(found).to.deep.equal([
      {
        ...{ bidderNickname: nameOf(shill), sellerNickname: nameOf(seller) },
        ...{ auctionCount: 4, ofAuctionCount: 4, overtakenCount: 4 },
        ...{ lastAtMs: met[0]?.closesAtMs, auctionIds: met.map(({ auctionId }) => auctionId) },
      },
    ]);
    await bidOn(seller, [shill]);
    expect(await read('never-wins')).to.deep.equal([]);
  });

  it('show a bidder and a seller, or two bidders, who share a browser or a network', async () => {
    const [seller = '', shill = '', twin = '', stranger = ''] = await people(4);
    const met = await bidOn(seller, [stranger, twin, shill]);
    for (const userId of [seller, shill]) await trace(userId, 'device', 'browser');
    for (const userId of [seller, shill, twin]) await trace(userId, 'address', 'network');
    const pairs = (await read('shared')).map((found) => ({
      ...{ names: [found.bidderNickname, found.otherNickname].toSorted(), other: found.other },
      ...{ shares: found.shares, auctionIds: found.auctionIds },
    }));
    const auctionIds = [met.auctionId];
    const names = (...ids: string[]) => ids.map(nameOf).toSorted();
    expect(pairs[0]).to.deep.equal({
      ...{
        names: names(shill, seller),
        other: 'seller',
        shares: ['address', 'device'],
        auctionIds,
      },
    });
    expect(pairs.slice(1)).to.have.deep.members([
      { names: names(twin, seller), other: 'seller', shares: ['address'], auctionIds },
      { names: names(twin, shill), other: 'bidder', shares: ['address'], auctionIds },
    ]);
  });

  it('show who has things sent, or money paid, to the same place', async () => {
    const { db } = api.deps;
    const [seller = '', shill = '', twin = ''] = await people(3);
    await bidOn(seller, [twin, shill]);
    const account = { bank: '국민', accountNumber: '123456789', holderName: '김철수' };
    await db.insert(payoutAccounts).values({ userId: seller, ...account, changedAtMs: 1 });
    const orderIds = [];
    for (const buyerId of [shill, twin]) {
      const order = await openTestOrder(db, { buyerId });
      orderIds.push(order.orderId);
      await db.insert(orderAddresses).values({
        ...{ orderId: order.orderId, recipient: buyerId, phone: '01012345678' },
        ...{ postcode: '04524', line1: nameOf(buyerId), changedAtMs: Date.now() },
      });
    }
    await addRefund(
      db,
      { orderId: orderIds[0] ?? '' },
      {
        ...{ tossOrderId: randomUUID(), amountKrw: 1_000, state: 'done' },
      },
    );
    const receiveAccount = JSON.stringify(account);
    await db.update(refunds).set({ receiveAccount, createdAtMs: Date.now() });
    const found = (await read('shared')).map(({ other, shares }) => ({ other, shares }));
    expect(found).to.have.deep.members([
      { other: 'seller', shares: ['account'] },
      { other: 'bidder', shares: ['delivery'] },
    ]);
  });

  it('say nothing of what many share, of what was long ago, or of those who never met', async () => {
    const [seller = '', shill = '', never = ''] = await people(3);
    await bidOn(seller, [shill]);
    const many = [seller, shill, ...(await people(9))];
    for (const userId of many) await trace(userId, 'address', 'school');
    for (const userId of [seller, shill]) {
      await trace(userId, 'device', 'long ago', Date.now() - 91 * DAY_MS);
    }
    for (const userId of [seller, never]) await trace(userId, 'device', 'theirs');
    expect(await read('shared')).to.deep.equal([]);
  });

  it('show who wins and does not take, twice or more', async () => {
    const { db } = api.deps;
    const [shill = '', honest = ''] = await people(2);
    const orderOf = (buyerId: string) => openTestOrder(db, { buyerId });
    const unpaid = await orderOf(shill);
    const called = await orderOf(shill);
    const kept = await orderOf(shill);
    const once = await orderOf(honest);
    const defaultOf = ({ orderId, auctionId, buyerId: bidderId }: typeof unpaid) => ({
      ...{ orderId, auctionId, bidderId, amountKrw: 1, defaultedAtMs: Date.now() },
    });
    await db.insert(paymentDefaults).values([defaultOf(unpaid), defaultOf(once)]);
    const event = { fromState: 'paid', toState: 'cancelled', happenedAtMs: Date.now() } as const;
    await db.insert(orderEvents).values([
      { ...event, orderId: called.orderId, event: 'cancel', actor: 'buyer' },
      { ...event, orderId: kept.orderId, event: 'cancel', actor: 'operator' },
    ]);
    const found = await read('taken-back');
    expect(found).to.have.length(1);
    expect(found[0]).to.deep.include({
      ...{ bidderNickname: nameOf(shill), orderCount: 3, unpaidCount: 1, calledOffCount: 1 },
      sellerCount: 2,
    });
    expect(found[0]?.auctionIds).to.have.members([unpaid.auctionId, called.auctionId]);
  });

  it('are for operators only, of a kind that there is', async () => {
    const { token: personToken } = await addPersonWithToken(api.deps);
    const path = '/operator/signals?kind=shared';
    const code = async (...args: Parameters<typeof api.call>) =>
      (await api.call(...args)).body.code;
    expect(await code('GET', path, { token: personToken })).to.equal('FORBIDDEN');
    expect(await code('GET', path)).to.equal('UNAUTHENTICATED');
    expect(await code('GET', '/operator/signals?kind=guilt', { token })).to.equal(
      'INVALID_REQUEST',
    );
    expect(await code('GET', '/operator/signals', { token })).to.equal('INVALID_REQUEST');
  });
});
