import { expect } from 'chai';
import { newOrderId, openTossShop } from './testing/toss-calls.ts';
import type { TossShop } from './testing/toss-calls.ts';

const AMOUNT_KRW = 27_000;

describe('a fault of the Toss simulator', () => {
  let shop: TossShop;
  beforeEach(async () => {
    shop = await openTossShop();
  });
  afterEach(() => shop.sim.stop());

  function authenticated() {
    const orderId = newOrderId();
    const paymentKey = shop.sim.authenticate({ orderId, amountKrw: AMOUNT_KRW });
    return { orderId, paymentKey, amount: AMOUNT_KRW };
  }
  const charged = ({ orderId }: { orderId: string }) => shop.sim.charged()[orderId];
  const lost = (calling: Promise<unknown>) =>
    calling.then(
      () => false,
      () => true,
    );

  it('drops the connection before anything is done', async () => {
    const paid = authenticated();
    const fault = shop.sim.faults.next({ on: 'confirm', kind: 'drop-before' });
    expect(await lost(shop.confirm(paid, 'key-1'))).to.equal(true);
    await fault.reached;
    expect(charged(paid)).to.equal(0);
    expect((await shop.confirm(paid, 'key-1')).body.status).to.equal('DONE');
  });

  it('drops the connection after the money was taken; the same key brings the answer', async () => {
    const paid = authenticated();
    shop.sim.faults.next({ on: 'confirm', kind: 'drop-after' });
    expect(await lost(shop.confirm(paid, 'key-1'))).to.equal(true);
    expect(charged(paid)).to.equal(AMOUNT_KRW);
    expect((await shop.confirm(paid, 'key-1')).body.status).to.equal('DONE');
    expect(charged(paid)).to.equal(AMOUNT_KRW);
  });

  it('answers 5xx before or after the money was taken, and the same key repeats it', async () => {
    const [before, after] = [authenticated(), authenticated()];
    shop.sim.faults.next({ on: 'confirm', kind: 'error-before', status: 503 });
    expect((await shop.confirm(before, 'key-1')).status).to.equal(503);
    expect(charged(before)).to.equal(0);
    expect((await shop.confirm(before, 'key-1')).status).to.equal(503);
    shop.sim.faults.next({ on: 'confirm', kind: 'error-after' });
    expect((await shop.confirm(after, 'key-2')).body.code).to.equal(
      'FAILED_INTERNAL_SYSTEM_PROCESSING',
    );
    expect(charged(after)).to.equal(AMOUNT_KRW);
    expect((await shop.byOrder(after.orderId)).body.status).to.equal('DONE');
  });

  it('of 5xx is forgotten by its key where it is told to be', async () => {
    await shop.sim.stop();
    shop = await openTossShop({ replaysServerErrors: false });
    const [before, after] = [authenticated(), authenticated()];
    shop.sim.faults.next({ on: 'confirm', kind: 'error-before' });
    expect((await shop.confirm(before, 'key-1')).status).to.equal(500);
    expect((await shop.confirm(before, 'key-1')).body.status).to.equal('DONE');
    shop.sim.faults.next({ on: 'confirm', kind: 'error-after' });
    expect((await shop.confirm(after, 'key-2')).status).to.equal(500);
    expect((await shop.confirm(after, 'key-2')).body.code).to.equal('ALREADY_PROCESSED_PAYMENT');
    expect(charged(after)).to.equal(AMOUNT_KRW);
  });

  it('says that the same call is under way, and does nothing', async () => {
    const paid = authenticated();
    shop.sim.faults.next({ on: 'confirm', kind: 'conflict' });
    expect((await shop.confirm(paid, 'key-1')).status).to.equal(409);
    expect(charged(paid)).to.equal(0);
    expect((await shop.confirm(paid, 'key-1')).status).to.equal(200);
  });

  it('holds a call before or after its work until it is let go', async () => {
    const [before, after] = [authenticated(), authenticated()];
    const heldBefore = shop.sim.faults.next({ on: 'confirm', kind: 'hold-before' });
    const first = shop.confirm(before);
    await heldBefore.reached;
    expect(charged(before)).to.equal(0);
    heldBefore.release();
    expect((await first).body.status).to.equal('DONE');
    const heldAfter = shop.sim.faults.next({ on: 'confirm', kind: 'hold-after' });
    const second = shop.confirm(after);
    await heldAfter.reached;
    expect(charged(after)).to.equal(AMOUNT_KRW);
    shop.sim.faults.release();
    expect((await second).body.status).to.equal('DONE');
  });

  it('waits before its work, or before its answer', async () => {
    const [late, slow] = [authenticated(), authenticated()];
    shop.sim.faults.next({ on: 'confirm', kind: 'delay', ms: 20 });
    expect((await shop.confirm(late)).status).to.equal(200);
    const fault = shop.sim.faults.next({ on: 'confirm', kind: 'slow-answer', ms: 20 });
    const answer = shop.confirm(slow);
    await fault.reached;
    expect(charged(slow)).to.equal(AMOUNT_KRW);
    expect((await answer).status).to.equal(200);
  });

  it('meets only the order and the call that it is for, and as many as it is for', async () => {
    const [one, other] = [authenticated(), authenticated()];
    const { orderId } = one;
    shop.sim.faults.next({ on: 'look-up', kind: 'error-before', orderId, times: 2 });
    expect((await shop.byOrder(other.orderId)).status).to.equal(200);
    expect((await shop.confirm(one)).status).to.equal(200);
    expect(shop.sim.faults.left).to.equal(2);
    expect((await shop.byOrder(orderId)).status).to.equal(500);
    const byKey = await shop.call('GET', `/v1/payments/${one.paymentKey}`);
    expect(byKey.status).to.equal(500);
    expect((await shop.byOrder(orderId)).status).to.equal(200);
  });

  it('that nobody has met is forgotten on request, and one that cannot be is not taken', async () => {
    const paid = authenticated();
    shop.sim.faults.next({ on: 'confirm', kind: 'drop-before' });
    shop.sim.faults.clear();
    expect((await shop.confirm(paid)).status).to.equal(200);
    const next = (code?: string) =>
      shop.sim.faults.next({ on: 'confirm', kind: 'refuse', ...(code && { code }) });
    expect(() => next('NO_SUCH_CODE')).to.throw('NO_SUCH_CODE');
    expect(() => next()).to.throw('needs a code');
  });
});
