import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { ACCOUNT, ADDRESS, openTill } from './till-system.ts';
import type { TillSystem } from './till-system.ts';

const PAID_BOOKS = { cash: 100_000, seller: -95_000, fees: -5_000 };

describe('paying for what was won', () => {
  let till: TillSystem;
  before(async () => {
    till = await openTill();
  });
  after(() => till.end());
  afterEach(() => till.sim.faults.clear());

  it('charges the order’s amount once, books the sale and tells how it stands', async () => {
    const won = await till.won();
    const attempt = await till.attempt(won);
    const { status, body } = await till.confirm(attempt);
    expect([status, body.outcome, body.payment.state]).to.deep.equal([200, 'paid', 'done']);
    expect(body.payment).to.include({ amountKrw: 100_000, method: '카드', failure: null });
    expect(await till.orderOf(won)).to.include({ state: 'paid' });
    expect((await till.orderOf(won)).paidAtMs).to.be.a('number');
    expect(await till.balances(won)).to.deep.equal(PAID_BOOKS);
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(100_000);
    expect(await till.eventsOf(won)).to.deep.equal(['begin-payment', 'pay']);
  });

  it('charges once however often and at once it is confirmed', async () => {
    const won = await till.won();
    const attempt = await till.attempt(won);
    const answers = await Promise.all(Array.from({ length: 8 }, () => till.confirm(attempt)));
    for (const { status, body } of answers) {
      expect(status).to.equal(200);
      expect(body.outcome).to.be.oneOf(['paid', 'checking']);
    }
    expect((await till.confirm(attempt)).body.outcome).to.equal('paid');
    expect(till.sim.charged()[attempt.tossOrderId]).to.equal(100_000);
    expect(await till.balances(won)).to.deep.equal(PAID_BOOKS);
    expect((await till.eventsOf(won)).filter((event) => event === 'pay')).to.have.length(1);
  });

  it('charges one of two tabs that pay for the same order', async () => {
    const won = await till.won();
    const tabs = [await till.attempt(won), await till.attempt(won)];
    const answers = await Promise.all(tabs.map((tab) => till.confirm(tab)));
    const codes = answers.map(({ body }) => body.outcome ?? body.code);
    expect(codes).to.include('paid');
    expect(codes.filter((code) => code === 'paid')).to.have.length(1);
    expect(codes.find((code) => code !== 'paid')).to.be.oneOf(['PAYMENT_UNDER_WAY', 'ORDER_STATE']);
    const charged = tabs.map(({ tossOrderId }) => till.sim.charged()[tossOrderId] ?? 0);
    expect(charged.reduce((sum, krw) => sum + krw)).to.equal(100_000);
    expect(await till.balances(won)).to.deep.equal(PAID_BOOKS);
  });

  it('does not confirm what somebody has changed the amount of, and says so every time', async () => {
    const won = await till.won();
    const cheap = await till.attempt(won, { amountKrw: 100 });
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await till.confirm(cheap, 100);
      expect([status, body.code]).to.deep.equal([409, 'PAYMENT_AMOUNT_CHANGED']);
    }
    expect(await till.paymentOf(cheap)).to.include({ state: 'failed', paymentKey: null });
    expect(await till.orderOf(won)).to.include({ state: 'awaiting_payment' });
    expect(till.sim.charged()[cheap.tossOrderId]).to.equal(0);
    expect((await till.confirm(await till.attempt(won))).body.outcome).to.equal('paid');
  });

  it('charges nothing where Toss was told another amount than the page tells us', async () => {
    const won = await till.won();
    const cheap = await till.attempt(won, { amountKrw: 100 });
    const { body } = await till.confirm(cheap);
    expect([body.outcome, body.payment.failure?.code]).to.deep.equal([
      'declined',
      'INVALID_REQUEST',
    ]);
    expect(till.sim.charged()[cheap.tossOrderId]).to.equal(0);
    expect(await till.orderOf(won)).to.include({ state: 'awaiting_payment' });
  });

  it('takes premium and price together, and books each', async () => {
    const won = await till.won({ premiumBp: 300 });
    const attempt = await till.attempt(won, { amountKrw: 103_000 });
    expect((await till.confirm(attempt, 103_000)).body.outcome).to.equal('paid');
    expect(await till.balances(won)).to.deep.equal({
      ...{ cash: 103_000, seller: -95_000, fees: -5_000, premiums: -3_000 },
    });
  });

  it('lets a declined buyer try again, with the reason', async () => {
    const won = await till.won();
    const declined = await till.attempt(won, { confirmRefusal: 'REJECT_CARD_PAYMENT' });
    const { body } = await till.confirm(declined);
    expect(body.outcome).to.equal('declined');
    expect(body.payment.failure).to.deep.equal({
      code: 'REJECT_CARD_PAYMENT',
      message: '한도초과 혹은 잔액부족으로 결제에 실패했습니다.',
    });
    expect((await till.confirm(declined)).body.outcome).to.equal('declined');
    expect(await till.orderOf(won)).to.include({ state: 'awaiting_payment' });
    expect((await till.confirm(await till.attempt(won))).body.outcome).to.equal('paid');
    expect(await till.balances(won)).to.deep.equal(PAID_BOOKS);
  });

  it('refuses a payment of somebody else’s that is brought to one’s own attempt', async () => {
    const [one, other] = [await till.won(), await till.won()];
    const paid = await till.attempt(one);
    const made = await till.attempt(other);
    const stolen = { ...made, paymentKey: paid.paymentKey };
    const { body } = await till.confirm(stolen);
    expect([body.outcome, body.payment.failure?.code]).to.deep.equal([
      'declined',
      'FORBIDDEN_REQUEST',
    ]);
    expect(till.sim.charged()).to.include({ [paid.tossOrderId]: 0, [made.tossOrderId]: 0 });
    // The key is taken now, which costs its owner a new attempt and never money.
    expect((await till.confirm(paid)).body.code).to.equal('PAYMENT_UNDER_WAY');
    expect((await till.confirm(await till.attempt(one))).body.outcome).to.equal('paid');
  });

  it('takes nothing for a payment key that would lead a look-up astray', async () => {
    const attempt = await till.attempt(await till.won());
    for (const paymentKey of ['.', '..', '', 'a b', 'x'.repeat(201)]) {
      const { body } = await till.confirm({ ...attempt, paymentKey });
      expect(body.code, paymentKey).to.equal('INVALID_REQUEST');
    }
    expect(await till.paymentOf(attempt)).to.include({ state: 'pending' });
    expect((await till.confirm(attempt)).body.outcome).to.equal('paid');
  });

  it('hides an order from everybody but its buyer', async () => {
    const [won, stranger] = [await till.won(), await till.won()];
    const attempt = await till.attempt(won);
    const asStranger = { ...attempt, buyer: stranger.buyer };
    expect((await till.confirm(asStranger)).body.code).to.equal('ORDER_NOT_FOUND');
    for (const [method, path, body] of [
      ['GET', '/checkout', undefined],
      ['POST', '/payments', { address: ADDRESS }],
      ['POST', '/refund-account', ACCOUNT],
      ['POST', `/payments/${attempt.tossOrderId}/give-up`, undefined],
    ] as const) {
      const answer = await till.call(asStranger, method, path, body);
      expect(answer.body.code, path).to.equal('ORDER_NOT_FOUND');
    }
    const elsewhere = { ...stranger, tossOrderId: attempt.tossOrderId, paymentKey: 'a-key' };
    expect((await till.confirm(elsewhere)).body.code).to.equal('PAYMENT_NOT_FOUND');
    const givenUp = await till.call(elsewhere, 'POST', `/payments/${attempt.tossOrderId}/give-up`);
    expect(givenUp.body.code).to.equal('PAYMENT_NOT_FOUND');
    expect(await till.paymentOf(attempt)).to.include({ state: 'pending' });
  });

  it('begins nothing for an order that is not to be paid now', async () => {
    for (const given of [
      { state: 'expired' },
      { state: 'paid' },
      { payByMs: Date.now() - 1 },
    ] as const) {
      const won = await till.won();
      const attempt = await till.attempt(won);
      const { orderId } = won.order;
      await till.api.deps.db.update(orders).set(given).where(eq(orders.orderId, orderId));
      const body = { address: ADDRESS };
      const start = await till.call(won, 'POST', '/payments', body);
      expect(start.body.code, JSON.stringify(given)).to.equal('ORDER_STATE');
      expect((await till.call(won, 'GET', '/checkout')).body.code).to.equal('ORDER_STATE');
      if ('state' in given) {
        expect((await till.confirm(attempt)).body.code).to.equal('ORDER_STATE');
        expect(till.sim.charged()[attempt.tossOrderId]).to.equal(0);
      }
    }
  });

  it('refuses amounts that Toss takes by no method', async () => {
    for (const amountKrw of [99, 1_000_000_001]) {
      const won = await till.won({ amountKrw });
      const { body } = await till.call(won, 'POST', '/payments', { address: ADDRESS });
      expect(body.code).to.equal('AMOUNT_NOT_PAYABLE');
      const checkout = await till.call(won, 'GET', '/checkout');
      expect(checkout.body['limits']).to.have.length(1);
    }
  });

  it('bounds the attempts of an order', async () => {
    const won = await till.won();
    const { orderId, buyerId } = won.order;
    const nowMs = Date.now();
    await till.api.deps.db.insert(payments).values(
      Array.from({ length: 100 }, (_, number) => ({
        ...{ tossOrderId: `${orderId.slice(0, 30)}-${number}`, orderId, buyerId },
        ...{ amountKrw: 100_000, state: 'failed' as const, createdAtMs: nowMs },
      })),
    );
    const { body } = await till.call(won, 'POST', '/payments', { address: ADDRESS });
    expect(body.code).to.equal('RATE_LIMITED');
  });

  it('tells the page how to open the widget, and nothing of who the buyer is', async () => {
    const won = await till.won();
    const { body: first } = await till.call(won, 'GET', '/checkout');
    expect(first).to.include({
      ...{ orderId: won.order.orderId, amountKrw: 100_000, orderName: '시험용 경매' },
      ...{ clientKey: till.sim.keys.clientKey, widgetSrc: null, isSimulated: true },
      lastAddress: null,
    });
    expect(first['customerKey']).to.match(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(first['customerKey']).to.not.contain(won.buyer.userId.slice(0, 8));
    await till.start(won);
    const { body: second } = await till.call(won, 'GET', '/checkout');
    expect(second['customerKey']).to.equal(first['customerKey']);
    expect(second['lastAddress']).to.deep.equal(ADDRESS);
    const other = await till.call(await till.won(), 'GET', '/checkout');
    expect(other.body['customerKey']).to.not.equal(first['customerKey']);
  });

  it('never tells payment keys, secrets or our key to anybody, the log least of all', async () => {
    const won = await till.won();
    const attempt = await till.attempt(won);
    const { body } = await till.confirm(attempt);
    // The simulator's receipt is named by the key, as Toss's may be; it is the buyer's own.
    const told = JSON.stringify([{ ...body.payment, receiptUrl: null }, till.api.log.events]);
    expect(told).to.contain('payment.confirm-answered');
    const { secret } = await till.paymentOf(attempt);
    for (const hidden of [attempt.paymentKey, till.sim.keys.secretKey, secret ?? 'ps_']) {
      expect(told).to.not.contain(hidden);
    }
  });
});
