import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { orderEvents } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { startApi } from '../testing/api-under-test.ts';
import type { Answer, ApiUnderTest } from '../testing/api-under-test.ts';
import { leaveNoOrders, orderCalls, orderPeople, soldThing } from '../testing/order-scene.ts';
import type { As, People } from '../testing/order-scene.ts';

const PAGES_MAX = 1_000;

describe('the orders that operators look at', () => {
  let api: ApiUnderTest;
  let people: People;
  let calls: ReturnType<typeof orderCalls>;
  before(async () => {
    api = await startApi();
    people = await orderPeople(api.deps);
    calls = orderCalls(api, () => people);
  });
  after(async () => {
    await leaveNoOrders(api.deps, ...Object.values(people));
    await api.end();
  });

  const list = (query = '', as: As = 'operator') =>
    api.call('GET', `/operator/orders${query}`, { token: people[as].token });
  const sold = (given: Partial<OrderRow>) => soldThing(api.deps, people, given);

  /** What is listed of these orders, among those that other tests have left, page by page. */
  async function listed(own: readonly OrderRow[], query: string, limit = 100) {
    const ids = own.map(({ orderId }) => orderId);
    const found: Answer['body']['items'] = [];
    let cursor: string | null = '';
    for (let page = 0; page < PAGES_MAX && cursor !== null; page += 1) {
      const place: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body }: Answer = await list(`${query}limit=${limit}${place}`);
      found.push(...body.items.filter(({ orderId }) => ids.includes(orderId)));
      cursor = body.nextCursor;
    }
    expect(cursor).to.equal(null);
    return found;
  }

  it('are the disputed ones, with what was said, those that wait longest first', async () => {
    const later = await sold({ state: 'disputed', stateAtMs: 2_000 });
    const older = await sold({ state: 'disputed', stateAtMs: 1_000 });
    const fresh = await sold({ state: 'delivered' });
    await calls.do('buyer', fresh, 'dispute', { reason: '깨져서 왔어요.' });
    const items = await listed([later, older, fresh], '?');
    expect(items.map(({ orderId }) => orderId)).to.deep.equal([
      ...[older.orderId, later.orderId, fresh.orderId],
    ]);
    expect(items[0]).to.deep.include({
      ...{ orderState: 'disputed', title: '시험용 경매', reason: null, stateAtMs: 1_000 },
      ...{ amountKrw: 50_000, totalKrw: 50_000, auctionId: older.auctionId },
      buyerNickname: people.buyer.userId.slice(0, 18),
      sellerNickname: people.seller.userId.slice(0, 18),
    });
    expect(items[2]).to.deep.include({ reason: '깨져서 왔어요.' });
  });

  it('say what was said at the last move, not at what happened since', async () => {
    const order = await sold({ state: 'shipped' });
    await calls.do('operator', order, 'dispute', { reason: '가짜라고 해요.' });
    const stays = { fromState: 'disputed', toState: 'disputed', actor: 'system' } as const;
    const later = { orderId: order.orderId, event: 'noted', happenedAtMs: 5, reason: '그 뒤' };
    await api.deps.db.insert(orderEvents).values({ ...later, ...stays });
    expect((await listed([order], '?'))[0]).to.deep.include({ reason: '가짜라고 해요.' });
  });

  it('are of another state when asked for', async () => {
    const [disputed, paid] = [await sold({ state: 'disputed' }), await sold({ state: 'paid' })];
    const items = await listed([disputed, paid], '?state=paid&');
    expect(items.map(({ orderId }) => orderId)).to.deep.equal([paid.orderId]);
    expect((await list('?state=lost')).body.code).to.equal('INVALID_REQUEST');
  });

  it('come in pages, those of the same moment too', async () => {
    const stateAtMs = Date.now();
    const same = await Promise.all([1, 2, 3].map(() => sold({ state: 'refunded', stateAtMs })));
    const items = await listed(same, '?state=refunded&', 2);
    expect(items.map(({ orderId }) => orderId)).to.deep.equal(
      same.map(({ orderId }) => orderId).toSorted(),
    );
    expect((await list('?cursor=x')).body.code).to.equal('INVALID_REQUEST');
  });

  it('are shown although thing or people are gone', async () => {
    const seller = { userId: randomUUID(), token: '' };
    const order = await soldThing(api.deps, { ...people, seller }, { state: 'disputed' });
    await api.deps.db.delete(auctions).where(eq(auctions.auctionId, order.auctionId));
    const [item] = await listed([order], '?');
    expect(item).to.deep.include({ title: '삭제된 경매', sellerNickname: '탈퇴한 회원' });
    expect((await calls.seen('operator', order)).title).to.equal('삭제된 경매');
    for (const [path, as] of [
      ['wins', 'buyer'],
      ['sales', 'seller'],
    ] as const) {
      const answer = await api.call('GET', `/users/me/${path}`, { token: people[as].token });
      expect(answer.status, path).to.equal(200);
    }
  });

  it('are nobody else’s business', async () => {
    for (const as of ['buyer', 'seller', 'stranger'] as const) {
      const { status, body } = await list('', as);
      expect([status, body.code], as).to.deep.equal([403, 'FORBIDDEN']);
    }
    expect((await api.call('GET', '/operator/orders')).body.code).to.equal('UNAUTHENTICATED');
  });
});
