import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startTossSimulator } from './simulator.ts';
import { newOrderId, openTossShop } from './testing/toss-calls.ts';
import type { TossShop } from './testing/toss-calls.ts';

const AMOUNT_KRW = 19_000;
const HOUR_MS = 3_600_000;

describe('the Toss simulator with a state file', () => {
  let folder: string;
  let stateFile: string;
  let shop: TossShop;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'toss-simulator-'));
    stateFile = join(folder, 'toss', 'payments.jsonl');
    shop = await openTossShop({ stateFile });
  });
  afterEach(async () => {
    await shop.sim.stop();
    rmSync(folder, { recursive: true });
  });

  async function again() {
    await shop.sim.stop();
    shop = await openTossShop({ stateFile });
  }
  async function paid(key: string) {
    const orderId = newOrderId();
    const paymentKey = shop.sim.authenticate({ orderId, amountKrw: AMOUNT_KRW });
    const asked = { orderId, paymentKey, amount: AMOUNT_KRW };
    return { asked, reply: await shop.confirm(asked, key) };
  }

  it('remembers charges, refunds, answers and its clock over a restart', async () => {
    const { asked, reply } = await paid('key-1');
    shop.sim.clock.advance(HOUR_MS);
    await shop.cancel(asked.paymentKey, { cancelAmount: 4_000 }, 'refund-1');
    await again();
    expect(shop.sim.charged()).to.deep.equal({ [asked.orderId]: 15_000 });
    expect((await shop.confirm(asked, 'key-1')).text).to.equal(reply.text);
    expect((await shop.confirm(asked, 'key-2')).body.code).to.equal('ALREADY_PROCESSED_PAYMENT');
    expect(shop.sim.clock.now() - Date.now()).to.be.closeTo(HOUR_MS, 60_000);
    expect(statSync(stateFile).mode & 0o077).to.equal(0);
  });

  it('knows of a charge whose answer never left', async () => {
    const orderId = newOrderId();
    const paymentKey = shop.sim.authenticate({ orderId, amountKrw: AMOUNT_KRW });
    shop.sim.faults.next({ on: 'confirm', kind: 'drop-after' });
    const asked = { orderId, paymentKey, amount: AMOUNT_KRW };
    await shop.confirm(asked, 'key-1').catch(() => undefined);
    await again();
    expect(shop.sim.charged()[orderId]).to.equal(AMOUNT_KRW);
    expect((await shop.confirm(asked, 'key-1')).body.status).to.equal('DONE');
  });

  it('passes over what a crash cut short', async () => {
    const { asked } = await paid('key-1');
    appendFileSync(stateFile, '[{"kind":"payment","payment":{"paymentKey":"tsi');
    await again();
    expect(shop.sim.charged()).to.deep.equal({ [asked.orderId]: AMOUNT_KRW });
  });

  it('forgets everything when it is told to', async () => {
    await paid('key-1');
    shop.sim.reset();
    expect(shop.sim.payments()).to.deep.equal([]);
    await again();
    expect(shop.sim.charged()).to.deep.equal({});
  });
});

describe('the Toss simulator', () => {
  it('takes no live keys and none that are not its own kind', async () => {
    const cases = [
      [{ clientKey: 'test_gck_sim_x', secretKey: 'live_gsk_x' }, 'no live keys'],
      [{ clientKey: 'live_gck_x', secretKey: 'test_gsk_sim_x' }, 'no live keys'],
      [{ clientKey: 'test_gck_sim_x', secretKey: 'test_gsk_docs_x' }, 'begin with test_gck_sim_'],
    ] as const;
    for (const [keys, words] of cases) {
      const failure = await startTossSimulator({ keys }).catch((error: Error) => error.message);
      expect(failure).to.include(words);
    }
  });

  it('shows a payment that nobody authenticated only where that is asked for', async () => {
    for (const showsReady of [false, true]) {
      const shop = await openTossShop({ showsReady });
      const orderId = newOrderId();
      const answer = await fetch(`${shop.sim.url}/__sim/widget/payments`, {
        method: 'POST',
        body: JSON.stringify({
          clientKey: shop.sim.keys.clientKey,
          wish: {
            ...{ orderId, orderName: '시험', customerKey: '@@ANONYMOUS', method: '카드' },
            ...{ amountKrw: AMOUNT_KRW, successUrl: 'http://a.test/', failUrl: 'http://a.test/' },
          },
        }),
      });
      expect(answer.status).to.equal(200);
      expect((await shop.byOrder(orderId)).status).to.equal(showsReady ? 200 : 404);
      shop.sim.clock.advance(HOUR_MS / 2);
      expect((await shop.byOrder(orderId)).body.status).to.equal('EXPIRED');
      await shop.sim.stop();
    }
  });
});
