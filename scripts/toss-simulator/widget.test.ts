import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect } from 'chai';
import type { Browser, Frame, Page } from 'playwright-core';
import { browserOrSkip, openWindow } from '../walk/browser.ts';
import { newOrderId, openTossShop } from './testing/toss-calls.ts';
import type { TossShop } from './testing/toss-calls.ts';
import { openPayPage } from './testing/pay-page.ts';
import type { PayPage } from './testing/pay-page.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Axe takes its time over each face on a busy machine. */
const LOOK_MS = 60_000;
const PHONE = { width: 360, height: 740 };

describe('the Toss simulator’s widget and checkout', () => {
  let browser: Browser;
  let shop: TossShop;
  let shopPage: PayPage;
  let page: Page;
  before(async function openAll() {
    browser = await browserOrSkip(this);
    shop = await openTossShop();
    shopPage = await openPayPage(shop.sim);
  });
  after(async () => {
    await browser?.close();
    await shopPage?.close();
    await shop?.sim.stop();
  });
  beforeEach(async () => {
    shopPage.comeBackTo.length = 0;
    page = await openWindow(browser, shopPage.url);
    await page.goto('/pay');
    await page.locator('body[data-ready=yes]').waitFor();
  });
  afterEach(() => page?.context().close());

  const methods = () => page.frameLocator('#methods iframe');
  const agreement = () => page.frameLocator('#agreement iframe');
  const pay = (more: object) =>
    page.evaluate(
      (given) => (globalThis as unknown as { pay(more: object): Promise<string> }).pay(given),
      more,
    );
  // The page is gone once it leads on, and an answer of it may go with it.
  const goPaying = (orderId: string) =>
    page.evaluate(
      (id) => void (globalThis as unknown as { pay(more: object): unknown }).pay({ orderId: id }),
      orderId,
    );
  async function choose(method: string) {
    await methods().getByLabel(method, { exact: true }).check();
    const terms = agreement().getByRole('checkbox');
    for (let index = 0; index < (await terms.count()); index += 1) await terms.nth(index).check();
  }
  async function toCheckout(method: string): Promise<string> {
    const orderId = newOrderId();
    await choose(method);
    await goPaying(orderId);
    await page.getByRole('button', { name: '승인' }).waitFor();
    return orderId;
  }
  async function cameBack(): Promise<URL> {
    await page.waitForURL(/\/(success|fail)\?/);
    return shopPage.comeBackTo.at(-1) as URL;
  }
  const query = (url: URL) => Object.fromEntries(url.searchParams);

  it('says that no money moves, in the widget and at the checkout', async () => {
    const words = '시뮬레이터 · 실제 돈은 움직이지 않아요';
    expect(await methods().getByRole('note').textContent()).to.include(words);
    await toCheckout('카드');
    expect(await page.getByRole('note').textContent()).to.include(words);
    expect(await page.locator('.amount').textContent()).to.equal('35,000원');
    expect(new URL(page.url()).hostname, 'another site, as Toss is').to.equal('localhost');
  });

  it('needs nothing of the page’s policy but the simulator’s origin', async () => {
    await choose('간편결제');
    const faults = await page.evaluate(
      () => (globalThis as unknown as { policyFaults: string[] }).policyFaults,
    );
    expect(faults).to.deep.equal([]);
    const frame = await page.locator('#methods iframe').boundingBox();
    expect(frame?.height).to.be.greaterThan(100);
  });

  it('brings the buyer back with the four values, and keeps the address’s own', async () => {
    const orderId = await toCheckout('카드');
    await page.getByRole('button', { name: '승인' }).click();
    const url = await cameBack();
    expect(url.pathname).to.equal('/success');
    const { paymentKey = '', ...rest } = query(url);
    expect(rest).to.deep.equal({ order: '7', paymentType: 'NORMAL', orderId, amount: '35000' });
    expect(shop.sim.charged()[orderId]).to.equal(0);
    const { body } = await shop.confirm({ paymentKey, orderId, amount: 35_000 });
    expect(body).to.include({ status: 'DONE', method: '카드' });
  });

  it('comes to the same place when the checkout is approved twice', async () => {
    await toCheckout('계좌이체');
    const checkout = page.url();
    await page.getByRole('button', { name: '승인' }).click();
    const first = await cameBack();
    const again = await page.request.post(checkout, { form: { choice: 'approve' } });
    expect(again.url()).to.equal(first.href);
  });

  it('brings one who cancels back without the order’s id, one who is declined with it', async () => {
    await toCheckout('카드');
    await page.getByRole('button', { name: '취소' }).click();
    const canceled = query(await cameBack());
    expect(canceled).to.include({ order: '7', code: 'PAY_PROCESS_CANCELED' });
    expect(canceled['message']).to.include('취소');
    expect(canceled).not.to.have.property('orderId');
    await page.goto('/pay');
    await page.locator('body[data-ready=yes]').waitFor();
    const orderId = await toCheckout('카드');
    await page.getByRole('button', { name: '거절' }).click();
    await page.waitForURL(/REJECT_CARD_COMPANY/);
    expect(query(await cameBack())).to.include({ code: 'REJECT_CARD_COMPANY', orderId });
  });

  it('closes without a word to anybody', async () => {
    const orderId = await toCheckout('카드');
    await page.getByRole('button', { name: '닫기' }).click();
    await page.waitForURL(/\/pay$/);
    expect(shopPage.comeBackTo).to.deep.equal([]);
    expect((await shop.byOrder(orderId)).body.code).to.equal('NOT_FOUND_PAYMENT');
  });

  it('lets the confirmation be refused that comes later', async () => {
    const orderId = await toCheckout('카드');
    await page.getByText('시험할 결과 고르기').click();
    await page.getByLabel('승인 뒤').selectOption('REJECT_CARD_PAYMENT');
    await page.getByRole('button', { name: '승인' }).click();
    const { paymentKey = '' } = query(await cameBack());
    const refused = await shop.confirm({ paymentKey, orderId, amount: 35_000 });
    expect(refused.body.code).to.equal('REJECT_CARD_PAYMENT');
  });

  it('shows an expired checkout without its buttons', async () => {
    await toCheckout('카드');
    shop.sim.clock.advance(30 * 60_000);
    await page.reload();
    expect(await page.getByRole('status').textContent()).to.include('EXPIRED');
    expect(await page.getByRole('button', { name: '승인' }).count()).to.equal(0);
  });

  it('refuses with Toss’s codes what cannot be paid', async () => {
    const orderId = newOrderId();
    expect(await pay({ orderId })).to.equal('NOT_SELECTED_PAYMENT_METHOD');
    await methods().getByLabel('카드', { exact: true }).check();
    expect(await pay({ orderId })).to.equal('NEED_AGREEMENT_WITH_REQUIRED_TERMS');
    await choose('카드');
    expect(await pay({ orderId, successUrl: undefined })).to.equal('NOT_SUPPORTED_PROMISE');
    const atOnce = await Promise.all([pay({ orderId: 'short' }), pay({ orderId: 'short' })]);
    expect(atOnce).to.have.members(['INVALID_ORDER_ID', 'INVALID_METHOD_TRANSACTION']);
    expect(await pay({ orderId, orderName: 'x'.repeat(101) })).to.equal('INVALID_ORDER_NAME');
    expect(await pay({ orderId, successUrl: '/success' })).to.equal('INCORRECT_SUCCESS_URL_FORMAT');
    expect(await pay({ orderId, failUrl: 'javascript:1' })).to.equal('INCORRECT_FAIL_URL_FORMAT');
    expect(await pay({ orderId, customerMobilePhone: '010-1' })).to.equal('INVALID_PARAMETERS');
    expect(shop.sim.payments().some((payment) => payment.orderId === orderId)).to.equal(false);
  });

  it('takes the amount the browser says, within each method’s limits', async () => {
    const update = (amountKrw: number) =>
      page.evaluate((given) => {
        const { methods } = globalThis as unknown as {
          methods: { updateAmount(won: number): void };
        };
        methods.updateAmount(given);
      }, amountKrw);
    const orderId = newOrderId();
    await choose('카드');
    await update(99);
    expect(await pay({ orderId })).to.equal('BELOW_MINIMUM_AMOUNT');
    await choose('계좌이체');
    await update(199);
    expect(await pay({ orderId })).to.equal('BELOW_MINIMUM_AMOUNT');
    await update(10_000_001);
    expect(await pay({ orderId })).to.equal('EXCEEDS_TRANSFER_AMOUNT_MAXIMUM');
    await update(1_000);
    await goPaying(orderId);
    await page.getByRole('button', { name: '승인' }).click();
    expect(query(await cameBack())).to.include({ amount: '1000' });
  });

  it('refuses keys that are not for a browser, or not its own', async () => {
    const codes = await page.evaluate(() => {
      type Load = (clientKey: string, customerKey: string) => unknown;
      const load = (globalThis as unknown as { PaymentWidget: Load }).PaymentWidget;
      const tried = [
        ['test_gsk_sim_x', 'customer-0001'],
        ['test_ck_x', 'customer-0001'],
        ['live_gck_x', 'customer-0001'],
        ['test_gck_sim_x', 'a b'],
      ] as const;
      return tried.map(([clientKey, customerKey]) => {
        try {
          load(clientKey, customerKey);
          return 'taken';
        } catch (error) {
          return (error as { code: string }).code;
        }
      });
    });
    expect(codes).to.deep.equal([
      'INSECURE_KEY_USAGE',
      'NOT_SUPPORTED_API_INDIVIDUAL_KEY',
      'INVALID_CLIENT_KEY',
      'INVALID_CUSTOMER_KEY',
    ]);
  });

  it('is found by the SDK’s loader: a plain function with ANONYMOUS and version', async () => {
    const shape = await page.evaluate(() => {
      type Widget = { ANONYMOUS: string; version: string };
      const found = (globalThis as unknown as { PaymentWidget: Widget }).PaymentWidget;
      return [typeof found, found.ANONYMOUS, found.version];
    });
    expect(shape).to.deep.equal(['function', '@@ANONYMOUS', 'sim']);
  });

  it('lets a person send the money to a virtual account, and take it back', async () => {
    const orderId = await toCheckout('가상계좌');
    await page.getByRole('button', { name: '승인' }).click();
    const { paymentKey = '' } = query(await cameBack());
    await shop.confirm({ paymentKey, orderId, amount: 35_000 });
    await page.goto(`${shop.sim.url}/__sim/desk`);
    const payment = page.locator('section', { hasText: orderId });
    await payment.getByRole('button', { name: '입금하기' }).click();
    await payment.getByText('DONE').waitFor();
    expect(shop.sim.charged()[orderId]).to.equal(35_000);
    await payment.getByRole('button', { name: '입금 오류로 되돌리기' }).click();
    await payment.getByText('WAITING_FOR_DEPOSIT').waitFor();
    expect(shop.sim.charged()[orderId]).to.equal(0);
    const forged = await fetch(`${shop.sim.url}/__sim/desk`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ orderId, action: 'deposit' }),
    });
    expect(forged.status).to.equal(403);
    expect(shop.sim.charged()[orderId]).to.equal(0);
  });

  it('can be used by everybody, in light and in dark', async function look() {
    this.timeout(LOOK_MS);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto('/pay');
      await page.locator('body[data-ready=yes]').waitFor();
      await choose('카드');
      for (const frame of page.frames().slice(1)) expect(await faultsOf(frame)).to.deep.equal([]);
      await toCheckout('간편결제');
      await page.getByText('시험할 결과 고르기').click();
      expect(await faultsOf(page.mainFrame()), colorScheme).to.deep.equal([]);
      await page.goto(`${shop.sim.url}/__sim/desk`);
      expect(await faultsOf(page.mainFrame()), colorScheme).to.deep.equal([]);
    }
  });

  it('fits a phone without being pushed sideways', async () => {
    await page.setViewportSize(PHONE);
    await choose('가상계좌');
    const widest = () => page.evaluate<number>('document.documentElement.scrollWidth');
    expect(await widest()).to.be.at.most(PHONE.width);
    await toCheckout('가상계좌');
    expect(await widest()).to.be.at.most(PHONE.width);
  });
});

/** What axe finds serious, by its rules' names. */
async function faultsOf(frame: Frame): Promise<string[]> {
  await frame.evaluate(AXE);
  const results = await frame.evaluate(() => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
    return axe.run();
  });
  const serious = results.violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''));
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
}
