import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { tossWebhooks } from '@sagopalgo/core/mysql/till-schema.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { openTill } from './till-system.ts';
import type { Attempt, TillSystem } from './till-system.ts';

const PAID_BOOKS = { cash: 100_000, seller: -95_000, fees: -5_000 };
const SOON_MS = 20_000;
const MEBIBYTE = 1024 * 1024;

describe('webhooks of Toss', () => {
  let till: TillSystem;
  let door: string;
  before(async () => {
    till = await openTill();
    door = `${till.api.url}/api/v1/webhooks/toss`;
  });
  after(() => till.end());
  afterEach(() => {
    till.sim.faults.clear();
    till.sim.webhooks.release();
  });

  const keptOf = async (transmissionId: string) => {
    const { db } = till.api.deps;
    const [row] = await db
      .select()
      .from(tossWebhooks)
      .where(eq(tossWebhooks.transmissionId, transmissionId));
    return row;
  };
  const handled = (transmissionId: string) =>
    eventually(async () => {
      const row = await keptOf(transmissionId);
      return row?.outcome;
    });
  async function send(body: unknown, headers: Record<string, string> = {}) {
    const transmissionId = `whtrans_${randomUUID()}`;
    const answer = await fetch(door, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'tosspayments-webhook-transmission-id': transmissionId,
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    await answer.text();
    return { status: answer.status, transmissionId };
  }
  const changed = (tossOrderId: string, more: object = {}) => ({
    eventType: 'PAYMENT_STATUS_CHANGED',
    createdAt: '2026-11-28T12:00:00.000000',
    data: { orderId: tossOrderId, status: 'DONE', totalAmount: 1, ...more },
  });
  async function unheard(): Promise<Attempt> {
    const attempt = await till.attempt(await till.won());
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'confirm', kind: 'error-after', orderId });
    till.sim.faults.next({ on: 'look-up', kind: 'error-before', orderId });
    expect((await till.confirm(attempt)).body.outcome).to.equal('checking');
    return attempt;
  }

  it('pay for an order although nobody ever heard the answer to its confirmation', async () => {
    const attempt = await unheard();
    await eventually(async () => (await till.orderOf(attempt)).state === 'paid');
    expect(await till.balances(attempt)).to.deep.equal(PAID_BOOKS);
  });

  it('may come before the answer, twice and late, and change nothing more', async () => {
    const attempt = await till.attempt(await till.won());
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'confirm', kind: 'webhook-first', orderId });
    expect((await till.confirm(attempt)).body.outcome).to.equal('paid');
    await till.sim.webhooks.settled();
    const told = till.sim.webhooks.list().filter((webhook) => webhook.orderId === orderId);
    expect(told).to.have.length(1);
    const [{ transmissionId, body } = { transmissionId: '', body: '' }] = told;
    expect(await handled(transmissionId)).to.equal('followed');
    till.sim.webhooks.resend(transmissionId);
    await till.sim.webhooks.settled();
    const late = await send(body);
    expect(await handled(late.transmissionId)).to.equal('followed');
    expect(await keptOf(transmissionId)).to.include({ body });
    expect(await till.balances(attempt)).to.deep.equal(PAID_BOOKS);
    expect(await till.eventsOf(attempt)).to.deep.equal(['begin-payment', 'pay']);
  });

  it('that are forged prove nothing: Toss is asked, and says otherwise', async () => {
    const attempt = await till.attempt(await till.won());
    for (const status of ['DONE', 'CANCELED', 'EXPIRED', 'WAITING_FOR_DEPOSIT']) {
      const { paymentKey } = attempt;
      const sent = await send(changed(attempt.tossOrderId, { status, paymentKey }));
      expect(sent.status).to.equal(200);
      expect(await handled(sent.transmissionId)).to.equal('followed');
    }
    expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_payment' });
    expect(await till.paymentOf(attempt)).to.include({ state: 'pending' });
    expect(await till.balances(attempt)).to.deep.equal({});
  });

  it('of a deposit need the secret that Toss told us', async () => {
    const attempt = await till.attempt(await till.won(), { method: '가상계좌' });
    till.sim.webhooks.hold();
    expect((await till.confirm(attempt)).body.outcome).to.equal('awaiting_deposit');
    till.sim.deposit(attempt.tossOrderId);
    const flat = { createdAt: '2026-11-28T12:00:00', status: 'DONE', transactionKey: 'x' };
    const callback = { ...flat, orderId: attempt.tossOrderId };
    for (const secret of ['', 'ps_wrong', 'x'.repeat(5_000)]) {
      const forged = await send({ ...callback, secret });
      expect(forged.status).to.equal(200);
      expect(await handled(forged.transmissionId)).to.equal('forged');
    }
    expect(await till.orderOf(attempt)).to.include({ state: 'awaiting_deposit' });
    const { secret } = await till.paymentOf(attempt);
    const genuine = await send({ ...callback, secret });
    expect(await handled(genuine.transmissionId)).to.equal('followed');
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
  });

  it('are kept and left alone when they speak of something else', async () => {
    for (const body of [
      {},
      { eventType: 'PAYMENT_STATUS_CHANGED' },
      { eventType: 'PAYMENT_STATUS_CHANGED', data: null },
      { eventType: 'PAYMENT_STATUS_CHANGED', data: { orderId: 7 } },
      { eventType: 'PAYMENT_STATUS_CHANGED', data: { orderId: 'x'.repeat(65) } },
      { eventType: 'CANCEL_STATUS_CHANGED', data: { transactionKey: 'x' } },
      { orderId: [], secret: {}, status: 1 },
      { constructor: 1, nested: { deep: [[[]]] }, text: '\u0000\ud800😀' },
    ]) {
      const { status, transmissionId } = await send(body);
      expect(status, JSON.stringify(body)).to.equal(200);
      expect(await handled(transmissionId)).to.equal('ignored');
    }
    const unknown = await send(changed('an-order-of-nobody'));
    expect(await handled(unknown.transmissionId)).to.equal('not-ours');
    const inSql = await send(changed("' OR 1=1 --"));
    expect(await handled(inSql.transmissionId)).to.equal('not-ours');
  });

  it('that are none are refused without harm', async () => {
    for (const text of [
      '',
      'null',
      '7',
      '"x"',
      '[]',
      '{',
      '{"a":1}x',
      `${'{"a":'.repeat(3_000)}1`,
    ]) {
      expect((await send(text)).status, text.slice(0, 9)).to.equal(400);
    }
    expect((await send('{}', { 'content-type': 'text/plain' })).status).to.equal(400);
    expect((await send({ text: 'x'.repeat(MEBIBYTE) })).status).to.equal(413);
    expect((await send({ text: '가'.repeat(6_000) })).status).to.equal(200);
    expect((await fetch(door)).status).to.equal(404);
    const failed = till.api.log.events.filter(({ event }) => event === 'request.failed');
    expect(failed).to.deep.equal([]);
  });

  it('without a number of their own, or an odd one, are known by what they say', async () => {
    const body = changed(`nobody-${randomUUID()}`);
    for (const id of ['', 'x'.repeat(101), 'a b']) {
      const headers = { 'tosspayments-webhook-transmission-id': id };
      expect((await send(body, headers)).status, id).to.equal(200);
    }
    const count = { 'tosspayments-webhook-transmission-retried-count': '99999999999999999999' };
    const { transmissionId } = await send(body, count);
    expect((await keptOf(transmissionId))?.retriedCount).to.equal(1_000);
    const rows = await till.api.deps.db
      .select()
      .from(tossWebhooks)
      .where(eq(tossWebhooks.body, JSON.stringify(body)));
    expect(rows).to.have.length(2);
  });

  it('are followed up by the reconciler where Toss could not be asked at once', async () => {
    till.sim.webhooks.hold();
    const attempt = await unheard();
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'look-up', kind: 'error-before', orderId });
    const { transmissionId } = await send(changed(orderId));
    await eventually(() => Promise.resolve(till.sim.faults.left === 0));
    expect(await keptOf(transmissionId)).to.include({ handledAtMs: null });
    expect(await till.orderOf(attempt)).to.include({ state: 'paying' });
    await reconcilePayments(till.deps(SOON_MS));
    expect(await handled(transmissionId)).to.equal('followed');
    expect(await till.orderOf(attempt)).to.include({ state: 'paid' });
  });
});
