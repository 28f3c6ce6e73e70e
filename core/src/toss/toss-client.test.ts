import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import { closeServer, listen } from '../runtime/internal-server.ts';
import { maskedKey, tossMomentMs } from './payment.ts';
import { createToss } from './toss-client.ts';
import type { Toss } from './toss-client.ts';

const KEY = 'tnhig20251121102047bvrO8';
const PAYMENT = {
  ...{ paymentKey: KEY, orderId: 'an-order', status: 'DONE', currency: 'KRW' },
  ...{ totalAmount: 15_000, balanceAmount: 15_000, method: '카드', somethingNew: [1] },
  ...{ virtualAccount: null, cancels: null, receipt: { url: 'https://a.example/r' }, secret: 'ps' },
};

type Answer = (response: ServerResponse) => void;

describe('asking Toss', () => {
  let toss: Toss;
  let answer: Answer;
  let asked: { request: IncomingMessage; body: string };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked = { request, body: Buffer.concat(chunks).toString() };
      answer(response);
    });
  });
  before(async () => {
    const port = await listen(server, '127.0.0.1', 0);
    const baseUrl = `http://127.0.0.1:${port}`;
    toss = createToss({ baseUrl, secretKey: 'test_gsk_sim_x', withinMs: 500 });
  });
  after(() => closeServer(server));

  const answers = (status: number, body: unknown): Answer => {
    return (response) => {
      response.writeHead(status, { 'x-tosspayments-trace-id': 'a-trace' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
  };
  const confirm = () =>
    toss.confirm({
      ...{ paymentKey: KEY, tossOrderId: 'an-order', amountKrw: 15_000 },
      idempotencyKey: 'a-key',
    });

  it('confirms with the key of the shop, the key of the request and the amount as a number', async () => {
    answer = answers(200, PAYMENT);
    const told = await confirm();
    expect(asked.request.method).to.equal('POST');
    expect(asked.request.url).to.equal('/v1/payments/confirm');
    const { authorization, ...headers } = asked.request.headers;
    expect(authorization).to.equal(`Basic ${btoa('test_gsk_sim_x:')}`);
    expect(headers).to.include({ 'idempotency-key': 'a-key', 'content-type': 'application/json' });
    const body = { paymentKey: KEY, orderId: 'an-order', amount: 15_000 };
    expect(JSON.parse(asked.body)).to.deep.equal(body);
    expect(told).to.deep.include({ kind: 'payment', traceId: 'a-trace' });
    if (told.kind !== 'payment') throw new Error('no payment');
    expect(told.payment).to.include({ paymentKey: KEY, status: 'DONE', totalAmount: 15_000 });
    expect(told.payment).to.deep.include({ cancels: [], failure: null, secret: 'ps' });
  });

  it('looks up by key and by order, and cancels with all that was said', async () => {
    answer = answers(200, PAYMENT);
    await toss.findByKey('a/b');
    expect(asked.request.url).to.equal('/v1/payments/a%2Fb');
    expect(asked.request.headers).to.not.have.property('idempotency-key');
    await toss.findByOrder('an-order');
    expect(asked.request.url).to.equal('/v1/payments/orders/an-order');
    const body = { cancelReason: '취소', cancelAmount: 5, refundableAmount: 9 };
    await toss.cancel({ paymentKey: KEY, idempotencyKey: 'refund-1', ...body });
    expect(asked.request.url).to.equal(`/v1/payments/${KEY}/cancel`);
    expect(asked.request.headers['idempotency-key']).to.equal('refund-1');
    expect(JSON.parse(asked.body)).to.deep.equal(body);
  });

  it('passes on what Toss refuses with', async () => {
    answer = answers(403, { code: 'REJECT_CARD_COMPANY', message: '결제 승인이 거절되었습니다.' });
    expect(await confirm()).to.deep.equal({
      ...{ kind: 'error', status: 403, code: 'REJECT_CARD_COMPANY', traceId: 'a-trace' },
      message: '결제 승인이 거절되었습니다.',
    });
  });

  it('takes nothing for a payment that it cannot read as one', async () => {
    for (const body of [
      '',
      '<html>',
      '[]',
      { ...PAYMENT, totalAmount: '15000' },
      { status: 'DONE' },
    ]) {
      answer = answers(200, body);
      expect(await confirm()).to.include({ kind: 'error', code: 'UNREADABLE_ANSWER' });
    }
    answer = answers(502, '<html>bad gateway</html>');
    expect(await confirm()).to.include({ kind: 'error', status: 502, code: 'HTTP_502' });
  });

  it('understands a payment whose trimmings make no sense', async () => {
    const odd = {
      receipt: { url: 'x' },
      failure: 3,
      method: 7,
      secret: 's'.repeat(51),
      cancels: [],
    };
    answer = answers(200, { ...PAYMENT, ...odd });
    const told = await confirm();
    if (told.kind !== 'payment') throw new Error('no payment');
    expect(told.payment).to.include({ receipt: null, failure: null, method: null, secret: null });
  });

  it('never throws where nothing comes back', async () => {
    answer = (response) => response.destroy();
    expect(await confirm()).to.include({ kind: 'no-answer' });
    answer = () => undefined;
    expect(await confirm()).to.include({ kind: 'no-answer', reason: 'TimeoutError' });
    answer = (response) => {
      response.writeHead(200, { 'content-length': '500' }).write('{"status":');
      setImmediate(() => response.destroy());
    };
    expect(await confirm()).to.include({ kind: 'no-answer' });
    const nobody = createToss({ baseUrl: 'http://127.0.0.1:9', secretKey: 'x' });
    expect(await nobody.findByKey(KEY)).to.include({ kind: 'no-answer' });
  });

  it('hands its key to nobody whom it is sent on to', async () => {
    answer = (response) => response.writeHead(307, { location: '/elsewhere' }).end();
    const told = await confirm();
    expect(told.kind).to.equal('no-answer');
    expect(asked.request.url).to.equal('/v1/payments/confirm');
  });

  it('reads moments with and without an offset, and shows only the ends of a key', () => {
    const noonMs = Date.UTC(2026, 10, 28, 3);
    expect(tossMomentMs('2026-11-28T12:00:00+09:00')).to.equal(noonMs);
    expect(tossMomentMs('2026-11-28T12:00:00.000')).to.equal(noonMs);
    expect([tossMomentMs(null), tossMomentMs('soon')]).to.deep.equal([null, null]);
    expect(maskedKey(KEY)).to.equal('tnhig…vrO8');
    expect(maskedKey('short')).to.equal('…');
    expect(maskedKey(null)).to.equal(null);
  });
});
