import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Browser, Page } from 'playwright-core';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { answerAtToss, fillAddress, goToToss, untilResult, winThing } from './pay-at-toss.ts';
import type { WonThing } from './pay-at-toss.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const EMAIL = 'buyer6@demo.test';
const PRICE_KRW = 30_000;
/** Longer than the page, and the API, wait for an answer. */
const SLOW_MS = 15_000;

describe('paying for a won auction in a real browser', function paying() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let page: Page;
  let thing: WonThing;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
  });
  beforeEach(async () => {
    thing = await winThing(system, EMAIL, PRICE_KRW);
    page = await openWindow(browser, system.marketplace.url);
    await logInByForm(page, EMAIL, `/orders/${thing.orderId}/pay`);
    await page.waitForURL('**/pay');
  });
  afterEach(async () => {
    await page.context().close();
  });
  after(async () => {
    await browser?.close();
  });

  const stateOf = async (): Promise<string | undefined> => {
    const rows = await system.db.select().from(orders).where(eq(orders.orderId, thing.orderId));
    return rows[0]?.state;
  };
  const tellToss = async (path: string, body: object): Promise<void> => {
    const answer = await fetch(`${system.marketplace.tossUrl}/__sim${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
  };
  /** What Toss has taken for the order, over all attempts. */
  const chargedKrw = async (): Promise<number> => {
    const attempts = await system.db
      .select({ tossOrderId: payments.tossOrderId })
      .from(payments)
      .where(eq(payments.orderId, thing.orderId));
    const answer = await fetch(`${system.marketplace.tossUrl}/__sim/charged`);
    const charged = (await answer.json()) as Record<string, number>;
    return attempts.reduce((sum, { tossOrderId }) => sum + (charged[tossOrderId] ?? 0), 0);
  };

  it('leads from 내 낙찰 to an order that is paid, charged once however often one comes back', async () => {
    await page.goto('/me/wins');
    const row = page.getByRole('listitem').filter({ hasText: thing.orderId });
    await row.getByRole('link', { name: '결제하기' }).click();
    expect(await page.getByTestId('simulated').innerText()).to.contain('실제 돈은 나가지 않아요');
    expect(await page.getByTestId('pay-due').innerText()).to.contain('결제 기한');
    await fillAddress(page);
    await goToToss(page);
    await answerAtToss(page, '승인');
    expect(await untilResult(page, 'paid')).to.contain('30,000원을 결제했어요');
    await page.reload();
    await untilResult(page, 'paid');
    const again = await page.context().newPage();
    await again.goto(page.url());
    await untilResult(again, 'paid');
    await page.getByRole('link', { name: '주문 보기' }).click();
    await page.locator('[data-testid=order-status][data-state=paid]').waitFor();
    expect(await page.getByTestId('order-address').innerText()).to.contain('세종대로 110');
    expect(await stateOf()).to.equal('paid');
    expect(await chargedKrw()).to.equal(PRICE_KRW);
  });

  it('tells what is missing beside its field, and what the widget wants', async () => {
    await page.locator('[data-testid=widget][data-state=ready]').waitFor();
    // The address of the last order stands there.
    for (const label of ['받는 분', '우편번호']) await page.getByLabel(label).fill('');
    await page.getByRole('button', { name: /원 결제하기$/ }).click();
    await page.getByText('우편번호 다섯 자리를 적어 주세요.').waitFor();
    await eventually(() => page.getByLabel('받는 분').evaluate((field) => field.matches(':focus')));
    await fillAddress(page);
    await page.getByRole('button', { name: /원 결제하기$/ }).click();
    await page.getByText('결제 방법을 골라 주세요.').waitFor();
    expect(await stateOf()).to.equal('awaiting_payment');
  });

  it('can be called off at Toss, is told so, and works the second time with the same address', async () => {
    await fillAddress(page);
    await goToToss(page);
    await answerAtToss(page, '취소');
    expect(await untilResult(page, 'declined')).to.contain('결제를 그만두셨어요');
    await page.getByRole('link', { name: '다시 결제하기' }).click();
    await goToToss(page);
    await answerAtToss(page, '거절');
    expect(await untilResult(page, 'declined')).to.contain('받아 주지 않았어요');
    expect(await chargedKrw()).to.equal(0);
    await page.getByRole('link', { name: '다시 결제하기' }).click();
    expect(await page.getByLabel('받는 분').inputValue()).to.equal('김하나');
    await goToToss(page);
    await answerAtToss(page, '승인');
    await untilResult(page, 'paid');
    expect(await chargedKrw()).to.equal(PRICE_KRW);
  });

  it('charges once when two tabs pay at once, and says so in both', async () => {
    const other = await page.context().newPage();
    await other.goto(`/orders/${thing.orderId}/pay`);
    for (const tab of [page, other]) {
      await fillAddress(tab);
      await goToToss(tab);
    }
    await Promise.all([answerAtToss(page, '승인'), answerAtToss(other, '승인')]);
    const told = await Promise.all([untilResult(page, 'paid'), untilResult(other, 'paid')]);
    const words = told.map((text) => text.split('\n')[0]);
    expect(new Set(words)).to.deep.equal(new Set(['결제가 끝났어요', '이미 결제된 주문이에요']));
    expect(await stateOf()).to.equal('paid');
    expect(await chargedKrw()).to.equal(PRICE_KRW);
  });

  it('believes nothing of the address that Toss sends back to', async () => {
    await fillAddress(page);
    await goToToss(page);
    await answerAtToss(page, '승인');
    await untilResult(page, 'paid');
    const half = new URL(page.url());
    half.searchParams.delete('paymentKey');
    await page.goto(half.href);
    await page.getByText('결제 결과를 읽지 못했어요').waitFor();
    await page.goto(`/orders/${thing.orderId}/pay/fail?code=REJECT_CARD_COMPANY&message=x`);
    expect(await untilResult(page, 'paid')).to.contain('결제가 끝났어요');
    expect(await chargedKrw()).to.equal(PRICE_KRW);
  });

  it('does not charge what was tampered with on the way, and says that nothing was taken', async () => {
    await fillAddress(page);
    await goToToss(page);
    await page.route('**/confirm', (route) => route.abort());
    // Only once it has been kept back may the next one pass.
    const isKeptBack = page.waitForEvent('requestfailed', (failed) =>
      failed.url().endsWith('/confirm'),
    );
    await answerAtToss(page, '승인');
    await isKeptBack;
    const address = new URL(page.url());
    address.searchParams.set('amount', '100');
    await page.unrouteAll();
    await page.goto(address.href);
    expect(await untilResult(page, 'refused')).to.contain('돈은 나가지 않았으니');
    expect(await stateOf()).to.equal('awaiting_payment');
    expect(await chargedKrw()).to.equal(0);
  });

  it('goes on after signing in again when the sign-in ended at Toss', async () => {
    await fillAddress(page);
    await goToToss(page);
    await page.context().clearCookies();
    await answerAtToss(page, '승인');
    await page.getByRole('link', { name: '로그인하기' }).click();
    await page.getByLabel('이메일').fill(EMAIL);
    await page.getByLabel('비밀번호').fill('demo-password');
    await page.locator('form').getByRole('button', { name: '로그인' }).click();
    await untilResult(page, 'paid');
    expect(await chargedKrw()).to.equal(PRICE_KRW);
  });

  it('says that it is being checked as long as Toss does not answer, and what came of it', async () => {
    await fillAddress(page);
    await goToToss(page);
    await tellToss('/faults', { on: 'confirm', kind: 'slow-answer', ms: SLOW_MS });
    await answerAtToss(page, '승인');
    expect(await untilResult(page, 'checking')).to.contain('다시 결제하지 말고');
    await page.locator('[data-testid=pay-result][data-kind=paid]').waitFor({ timeout: 60_000 });
    expect(await stateOf()).to.equal('paid');
    expect(await chargedKrw()).to.equal(PRICE_KRW);
  });

  it('says when the widget does not come, and brings it when asked again', async () => {
    await page.route('**/v1/payment-widget', (route) => route.abort());
    await page.reload();
    await page.getByText('결제 방법을 불러오지 못했어요').waitFor();
    const button = page.getByRole('button', { name: /원 결제하기$/ });
    expect(await button.isDisabled()).to.equal(true);
    await page.unrouteAll();
    await page.getByRole('button', { name: '다시 불러오기' }).click();
    await page.locator('[data-testid=widget][data-state=ready]').waitFor();
    expect(await button.isDisabled()).to.equal(false);
  });

  it('leads back from a virtual account to another way to pay', async () => {
    await fillAddress(page);
    await goToToss(page, '가상계좌');
    await answerAtToss(page, '승인');
    await untilResult(page, 'awaiting_deposit');
    await page.getByRole('link', { name: '주문 보기' }).click();
    await page.getByRole('button', { name: '다른 방법으로 결제하기' }).click();
    await page.getByRole('button', { name: '네, 닫을게요' }).click();
    await page.getByRole('link', { name: /원 결제하기$/ }).click();
    await goToToss(page);
    await answerAtToss(page, '승인');
    await untilResult(page, 'paid');
    expect(await chargedKrw()).to.equal(PRICE_KRW);
  });

  it('by virtual account shows where to pay in, and is paid once the deposit is there', async () => {
    await fillAddress(page);
    await goToToss(page, '가상계좌');
    await answerAtToss(page, '승인');
    expect(await untilResult(page, 'awaiting_deposit')).to.contain('30,000원');
    await page.getByRole('link', { name: '주문 보기' }).click();
    await page.getByTestId('deposit-account').waitFor();
    const [attempt] = await system.db
      .select()
      .from(payments)
      .where(eq(payments.orderId, thing.orderId));
    await tellToss('/deposit', { orderId: attempt?.tossOrderId });
    await page.locator('[data-testid=order-status][data-state=paid]').waitFor({ timeout: 30_000 });
    expect(await chargedKrw()).to.equal(PRICE_KRW);
  });
});
