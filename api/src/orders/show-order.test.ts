import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { orderEvents, refunds, tillTerms } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { BACK_TO_SELLER } from '@sagopalgo/core/orders/pass-on.ts';
import { ORDER_STATES } from '@sagopalgo/core/rules/order-states.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { workingDayDeadlineMs } from '@sagopalgo/core/rules/working-days.ts';
import { addPayment } from '@sagopalgo/core/testing/some-payment.ts';
import { startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import {
  ADDRESS,
  leaveNoOrders,
  orderCalls,
  orderPeople,
  soldThing,
} from '../testing/order-scene.ts';
import type { As, People } from '../testing/order-scene.ts';

const DAY_MS = 86_400_000;
const SENT: readonly OrderState[] = [
  ...(['paid', 'shipped', 'delivered', 'received', 'paid_out', 'disputed'] as const),
];

describe('looking at an order', () => {
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

  const sold = (given: Partial<OrderRow> = {}) => soldThing(api.deps, people, given);

  async function tell(order: OrderRow, event: string, given: object = {}): Promise<void> {
    const { orderId, state } = order;
    const happened = { orderId, event, fromState: state, toState: state, actor: 'system' as const };
    await api.deps.db.insert(orderEvents).values({ ...happened, happenedAtMs: 5, ...given });
  }
  async function giveBack(order: OrderRow, given: object): Promise<void> {
    const ids = { refundId: randomUUID(), tossOrderId: 't', orderId: order.orderId };
    const row = {
      ...ids,
      cause: 'partial',
      reason: '흠집',
      state: 'done',
      createdAtMs: 7,
    } as const;
    await api.deps.db.insert(refunds).values({ ...row, amountKrw: 1, doneAtMs: 8, ...given });
  }

  it('shows strangers nothing, as if it were not there', async () => {
    const order = await sold();
    for (const asked of [order, { orderId: 'no-such-order' }]) {
      const { status, body } = await calls.look('stranger', asked);
      expect([status, body.code]).to.deep.equal([404, 'ORDER_NOT_FOUND']);
    }
    expect((await calls.look('operator', { orderId: 'none' })).body.code).to.equal(
      'ORDER_NOT_FOUND',
    );
  });

  it('says what it is about, what it costs and who looks', async () => {
    const order = await sold({ state: 'paid', premiumKrw: 1_000 });
    const image = { imageId: randomUUID(), sellerId: order.sellerId, widthPx: 1, heightPx: 1 };
    const { db } = api.deps;
    for (const position of [1, 0]) {
      const row = { ...image, imageId: randomUUID(), position, objectKey: `at-${position}.webp` };
      await db.insert(images).values({ ...row, auctionId: order.auctionId });
    }
    const nicknames = {
      buyerNickname: order.buyerId.slice(0, 18),
      sellerNickname: order.sellerId.slice(0, 18),
    };
    for (const role of ['buyer', 'seller', 'operator'] as const) {
      expect(await calls.seen(role, order)).to.deep.include({
        ...nicknames,
        ...{ role, title: '시험용 경매', imageUrl: '/images/at-0.webp', orderState: 'paid' },
        ...{ orderId: order.orderId, auctionId: order.auctionId, payByMs: order.payByMs },
        ...{ amountKrw: 50_000, premiumKrw: 1_000, totalKrw: 51_000, refundedKrw: 0 },
        ...{ stateAtMs: order.stateAtMs, createdAtMs: order.createdAtMs, shipment: null },
      });
    }
  });

  it('shows the address to the buyer always, to the seller from payment on, unless it ended', async () => {
    for (const state of ORDER_STATES) {
      const order = await sold({ state });
      expect((await calls.seen('buyer', order)).address, state).to.deep.equal(ADDRESS);
      const sellers = SENT.includes(state) ? ADDRESS : null;
      expect((await calls.seen('seller', order)).address, state).to.deep.equal(sellers);
      expect((await calls.seen('operator', order)).address, state).to.equal(null);
    }
  });

  it('shows how it was paid to the buyer and operators only, and Toss’s secret to nobody', async () => {
    const order = await sold({ state: 'paid' });
    const account = { bankCode: '20', bankName: '우리', accountNumber: '1', dueAtMs: 9 };
    const waiting = { ...account, holderName: null };
    const later = { state: 'failed', failureCode: 'REJECT', failureMessage: '거절' } as const;
    await addPayment(api.deps.db, order, { ...later, createdAtMs: order.createdAtMs + 5 });
    for (const role of ['buyer', 'operator'] as const) {
      const { payment } = await calls.seen(role, order);
      expect(payment, role).to.deep.include({ state: 'done', method: '카드', failure: null });
      expect(JSON.stringify((await calls.look(role, order)).body)).to.not.include('secret of Toss');
    }
    expect((await calls.seen('seller', order)).payment).to.equal(null);
    const unpaid = await sold({ state: 'awaiting_deposit' });
    expect((await calls.seen('buyer', unpaid)).payment).to.equal(null);
    const virtualAccount = JSON.stringify(waiting);
    await addPayment(api.deps.db, unpaid, { state: 'waiting_for_deposit', virtualAccount });
    expect((await calls.seen('buyer', unpaid)).payment?.virtualAccount).to.deep.equal(waiting);
    // An attempt of another tab does not hide where to pay in.
    await addPayment(api.deps.db, unpaid, { ...later, createdAtMs: unpaid.createdAtMs + 5 });
    expect((await calls.seen('buyer', unpaid)).payment?.virtualAccount).to.deep.equal(waiting);
    const declined = await sold({ state: 'awaiting_payment' });
    await addPayment(api.deps.db, declined, later);
    const { payment } = await calls.seen('buyer', declined);
    expect(payment?.failure).to.deep.equal({ code: 'REJECT', message: '거절' });
  });

  it('shows the charge that it stands on, whatever was tried or came for nothing since', async () => {
    for (const state of ['done', 'cancelled'] as const) {
      const order = await sold();
      const { createdAtMs } = order;
      const charge = await addPayment(api.deps.db, order, { state, method: '카드' });
      for (const since of [
        { state: 'done', failureCode: 'PASSED_ON', createdAtMs: createdAtMs + 1 },
        { state: 'failed', failureCode: 'REJECT', createdAtMs: createdAtMs + 2 },
        { state: 'pending', createdAtMs: createdAtMs + 3 },
      ] as const) {
        await addPayment(api.deps.db, order, since);
      }
      const { payment } = await calls.seen('buyer', order);
      expect(payment).to.deep.include({ tossOrderId: charge.tossOrderId, state });
    }
  });

  it('shows the fee and what is left of it to the seller and operators only', async () => {
    const order = await sold({ state: 'received' });
    await giveBack(order, { amountKrw: 10_000 });
    await giveBack(order, { amountKrw: 10_000, state: 'refused' });
    const stray = { failureCode: 'PASSED_ON', state: 'cancelled' } as const;
    const { tossOrderId } = await addPayment(api.deps.db, order, stray);
    // Whoever gave it back, and why: a person may have done so at Toss.
    await giveBack(order, { amountKrw: 50_000, cause: 'cancelled', tossOrderId });
    for (const role of ['seller', 'operator'] as const) {
      const share = { feeKrw: 2_000, proceedsKrw: 38_000 };
      expect(await calls.seen(role, order), role).to.deep.include(share);
    }
    expect(await calls.seen('buyer', order)).to.not.have.any.keys('feeKrw', 'proceedsKrw');
    for (const state of ['expired', 'cancelled', 'refunded'] as const) {
      const nothing = { feeKrw: 0, proceedsKrw: 0 };
      expect(await calls.seen('seller', await sold({ state }))).to.deep.include(nothing);
    }
    const open = await calls.seen('seller', await sold());
    expect(open).to.deep.include({ feeKrw: 2_500, proceedsKrw: 47_500 });
  });

  it('counts as refunded what of the sale is back, and shows what is on its way', async () => {
    const order = await sold({ state: 'received' });
    await giveBack(order, { amountKrw: 3_000 });
    await giveBack(order, { amountKrw: 4_000, state: 'pending', doneAtMs: null, createdAtMs: 9 });
    const stray = { failureCode: 'PASSED_ON', state: 'cancelled' } as const;
    const { tossOrderId } = await addPayment(api.deps.db, order, stray);
    await giveBack(order, { amountKrw: 50_000, tossOrderId, createdAtMs: 10 });
    const { refundedKrw, refunds: told } = await calls.seen('buyer', order);
    expect(refundedKrw).to.equal(3_000);
    expect(told.map((each) => [each.amountKrw, each.state, each.isStray])).to.deep.equal([
      [3_000, 'done', false],
      [4_000, 'pending', false],
      [50_000, 'done', true],
    ]);
  });

  it('tells its history with every reason, and to the seller nothing of how paying went', async () => {
    const order = await sold({ state: 'disputed' });
    const reason = '깨져서 왔어요.\n사진은 보냈어요. <b>"&\'';
    await tell(order, 'decline-payment', { reason: '한도 초과' });
    await tell(order, 'payment-failed', { reason: '한도 초과' });
    await tell(order, 'pay');
    await tell(order, 'shipment-changed', { actor: 'seller', actorId: order.sellerId });
    await tell(order, 'dispute', { actor: 'buyer', actorId: order.buyerId, reason });
    const told = async (as: As) => (await calls.seen(as, order)).history;
    const all = ['decline-payment', 'payment-failed', 'pay', 'shipment-changed', 'dispute'];
    for (const role of ['buyer', 'operator'] as const) {
      expect((await told(role)).map(({ event }) => event)).to.deep.equal(all);
    }
    const sellers = await told('seller');
    expect(sellers.map(({ event }) => event)).to.deep.equal(all.slice(2));
    expect(sellers.at(-1)).to.deep.equal({
      ...{ event: 'dispute', orderState: 'disputed', by: 'buyer', reason, happenedAtMs: 5 },
    });
    expect(JSON.stringify((await calls.look('seller', order)).body)).to.not.include('한도 초과');
  });

  it('tells both that a thing went back to its seller, and why', async () => {
    const order = await sold({ state: 'expired' });
    const reason = '차순위 제안을 받을 사람이 없어요.';
    await tell(order, BACK_TO_SELLER, { reason });
    for (const role of ['seller', 'buyer'] as const) {
      const { history } = await calls.seen(role, order);
      expect(history, role).to.deep.equal([
        { event: BACK_TO_SELLER, orderState: 'expired', by: 'system', reason, happenedAtMs: 5 },
      ]);
    }
  });

  it('says what each may do now, and from when on the rest', async () => {
    const now = Date.now();
    const may = async (as: As, order: OrderRow) => (await calls.seen(as, order)).may;
    const paid = await sold({ state: 'paid', stateAtMs: now });
    expect(await may('buyer', paid)).to.deep.equal([]);
    expect(await may('seller', paid)).to.deep.equal(['ship']);
    expect(await may('operator', paid)).to.have.members(['cancel', 'dispute']);
    expect((await calls.seen('buyer', paid)).deadlines).to.deep.equal({
      cancelFromMs: workingDayDeadlineMs(now, 3),
      refundAtMs: workingDayDeadlineMs(now, 7),
      ...{ deliveredAtMs: null, receivedAtMs: null },
    });
    const forgotten = await sold({ state: 'paid', stateAtMs: now - 30 * DAY_MS });
    expect(await may('buyer', forgotten)).to.deep.equal(['cancel']);
    const sent = await sold({ state: 'shipped', stateAtMs: now });
    expect(await may('buyer', sent)).to.have.members(['deliver', 'receive', 'dispute']);
    expect(await may('seller', sent)).to.deep.equal([]);
    expect((await calls.seen('seller', sent)).deadlines.deliveredAtMs).to.equal(now + 14 * DAY_MS);
    const longSent = await sold({ state: 'shipped', stateAtMs: now - DAY_MS });
    expect(await may('seller', longSent)).to.deep.equal(['deliver']);
    expect(await may('buyer', await sold())).to.deep.equal([]);
    expect(await may('buyer', await sold({ state: 'disputed' }))).to.deep.equal([]);
    expect(await may('operator', await sold({ state: 'disputed' }))).to.have.members([
      ...['uphold-dispute', 'settle-dispute', 'release-dispute'],
    ]);
  });

  it('gives an operator who is a party no more than a party', async () => {
    const asBuyer = { buyer: people.operator, seller: people.seller };
    const order = await soldThing(api.deps, asBuyer, { state: 'disputed' });
    expect(await calls.seen('operator', order)).to.deep.include({ role: 'buyer', may: [] });
  });

  it('goes by the terms that operators have set', async () => {
    const { db } = api.deps;
    const set = { terms: JSON.stringify({ receivedAfterMs: DAY_MS }), setAtMs: 1 };
    await db.insert(tillTerms).values({ ...set, operatorId: 'o', reason: '시험' });
    const order = await sold({ state: 'delivered' });
    const { deadlines } = await calls.seen('buyer', order);
    await db.delete(tillTerms);
    expect(deadlines.receivedAtMs).to.equal(order.stateAtMs + DAY_MS);
  });

  it('still shows what somebody who has left was a party of', async () => {
    const seller = { userId: randomUUID(), token: '' };
    const order = await soldThing(api.deps, { buyer: people.buyer, seller });
    expect(await calls.seen('buyer', order)).to.deep.include({ sellerNickname: '탈퇴한 회원' });
    const gone = await api.deps.db.$count(users, eq(users.userId, seller.userId));
    expect(gone).to.equal(0);
    const { body } = await api.call('GET', '/users/me/wins', { token: people.buyer.token });
    expect(body.items).to.be.an('array');
  });
});
