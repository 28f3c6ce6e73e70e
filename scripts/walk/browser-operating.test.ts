import { readFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { addRefund } from '@sagopalgo/core/testing/booked-orders.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { addNewcomer } from './newcomer.ts';
import { paidOrder } from './paid-order.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const REASON = '설명에 없던 실금이 있어요.';

describe('operating the till in a real browser', function operating() {
  this.timeout(120_000);
  let browser: Browser;
  let operator: Page;
  let seller: Page;
  let buyer: Page;
  let path: string;
  let system: WalkSystem;
  let sold: Parameters<typeof paidOrder>[1];

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    const { url } = system.marketplace;
    [operator, seller, buyer] = await Promise.all([
      openWindow(browser, url),
      openWindow(browser, url),
      openWindow(browser, url),
    ]);
    const { userId: sellerId, email } = await addNewcomer(system);
    sold = { sellerId, buyer: 'buyer3', amountKrw: 1_000_000 };
    path = `/orders/${await paidOrder(system, sold)}`;
    await logInByForm(operator, 'operator@demo.test');
    await logInByForm(seller, email, path);
    await logInByForm(buyer, 'buyer3@demo.test', path);
  });
  after(async () => {
    await browser?.close();
  });

  /** The dispute of this walk among those of others. */
  const cardOf = (page: Page) => page.getByTestId('operator-order').filter({ hasText: REASON });
  const untilState = (page: Page, state: string) =>
    eventually(
      async () => (await page.getByTestId('order-status').getAttribute('data-state')) === state,
    );

  it('is for operators alone: others find no link and no page', async () => {
    expect(await seller.getByRole('link', { name: '운영', exact: true }).count()).to.equal(0);
    await seller.goto('/operator');
    await seller.getByText('운영자만 볼 수 있어요').waitFor();
    await operator.getByRole('link', { name: '운영', exact: true }).click();
    await operator.getByRole('heading', { name: '운영', level: 1 }).waitFor();
    await operator.waitForURL('**/operator/day');
  });

  it('shows a dispute with what the buyer said', async () => {
    await seller.goto(path);
    await seller.getByRole('button', { name: /택배사/ }).click();
    await seller.getByRole('option', { name: '직접 전달' }).click();
    await seller.getByRole('button', { name: '발송했다고 알리기' }).click();
    await untilState(buyer, 'shipped');
    await buyer.getByRole('button', { name: '분쟁 신청' }).click();
    await buyer.getByLabel('무엇이 설명과 다른가요?').fill(REASON);
    await buyer.getByRole('button', { name: '네, 신청할게요' }).click();
    await untilState(seller, 'disputed');
    await operator.goto('/operator/disputes');
    const card = cardOf(operator);
    await card.getByText(REASON).waitFor();
    expect(await card.innerText()).to.contain('1,000,000원');
  });

  it('asks for what is missing, and once more with the amount in words', async () => {
    const card = cardOf(operator);
    await card.locator('summary').click();
    await card.getByRole('button', { name: '분쟁 끝내기' }).click();
    await card.getByText('어떻게 끝낼지 골라 주세요.').waitFor();
    await card.getByText('일부 환불').click();
    await card.getByLabel('돌려줄 금액').fill('1000000');
    await card.getByLabel('이유').fill('실금을 양쪽이 인정했어요.');
    await card.getByRole('button', { name: '분쟁 끝내기' }).click();
    await card.getByText('보다 적어야 해요').waitFor();
    await card.getByLabel('돌려줄 금액').fill('300000');
    await card.getByRole('button', { name: '분쟁 끝내기' }).click();
    const question = await operator.getByRole('alertdialog').innerText();
    expect(question).to.contain('삼십만 원').and.to.contain('300,000원');
  });

  it('ends it by giving a part back, which both parties see', async () => {
    await operator.getByRole('button', { name: '네, 300,000원 돌려줄게요' }).click();
    await operator.getByText('분쟁을 끝냈어요.').waitFor();
    await cardOf(operator).waitFor({ state: 'detached' });
    await untilState(buyer, 'received');
    await buyer.getByTestId('order-refunds').getByText('300,000원').waitFor();
    await untilState(seller, 'received');
    expect(await seller.locator('main').innerText()).to.contain('실금을 양쪽이 인정했어요.');
  });

  it('ends another by giving all back, after which the list is still there', async () => {
    const reason = '받은 물건이 다른 물건이에요.';
    await operator.goto(`/orders/${await paidOrder(system, sold)}`);
    await operator.getByRole('button', { name: '분쟁 신청' }).click();
    await operator.getByLabel('무엇이 설명과 다른가요?').fill(reason);
    await operator.getByRole('button', { name: '네, 신청할게요' }).click();
    await untilState(operator, 'disputed');
    await operator.goto('/operator/disputes');
    const card = operator.getByTestId('operator-order').filter({ hasText: reason });
    await card.locator('summary').click();
    await card.getByText('전액 환불').click();
    await card.getByLabel('이유').fill('판매자도 인정했어요.');
    await card.getByRole('button', { name: '분쟁 끝내기' }).click();
    expect(await operator.getByRole('alertdialog').innerText()).to.contain('백만 원');
    await operator.getByRole('button', { name: '네, 1,000,000원 돌려줄게요' }).click();
    await operator.getByText('분쟁을 끝냈어요.').waitFor();
    await card.waitFor({ state: 'detached' });
    await untilDoneWordHasFocus(operator);
  });

  it('sets terms with a reason, and sellers are told the new fee', async () => {
    await setFee(operator, '6.5', '5% → 6.5%');
    await seller.goto('/sell');
    await seller.getByTestId('fee-note').getByText('6.5%').waitFor();
    await setFee(operator, '5', '6.5% → 5%');
  });

  it('keeps payouts as a table', async () => {
    await operator.goto('/operator/payouts');
    const [download] = await Promise.all([
      operator.waitForEvent('download'),
      operator.getByRole('button', { name: '모두 CSV로 받기' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).to.contain('"지급 번호","주문 번호"');
  });

  it('says what a repeated pair may mean, and may not', async () => {
    await operator.goto('/operator/pairs');
    await operator.getByText('다른 계정으로 값을 크게 올려').waitFor();
    expect(await operator.locator('main').innerText()).to.contain('우연일 수도 있으니');
  });

  it('has a refund tried again that Toss refused, and says so in the order’s history', async () => {
    const orderId = await paidOrder(system, sold);
    const [paid] = await system.db.select().from(payments).where(eq(payments.orderId, orderId));
    const refused = { tossOrderId: String(paid?.tossOrderId), amountKrw: 1_000 };
    await addRefund(system.db, { orderId }, { ...refused, state: 'refused' });
    await operator.goto(`/orders/${orderId}`);
    await operator.getByRole('button', { name: '1,000원 환불 다시 시도' }).click();
    await operator.getByLabel('왜 다시 시도하나요?').fill('은행과 이야기했어요.');
    await operator.getByRole('button', { name: '네, 다시 시도할게요' }).click();
    const history = operator.getByTestId('order-history');
    await history.getByText('환불을 다시 시도하기로 했어요').waitFor();
    await history.getByText('은행과 이야기했어요.').waitFor();
    const refunds = operator.getByTestId('order-refunds');
    await refunds.getByText('환불 완료').waitFor({ timeout: 30_000 });
    expect(await operator.getByTestId('operator-unstick').count()).to.equal(0);
  });
});

async function setFee(page: Page, percent: string, change: string): Promise<void> {
  await page.goto('/operator/terms');
  await page.getByLabel('판매 수수료').fill(percent);
  await page.getByRole('button', { name: '조건 바꾸기' }).click();
  await page.getByText('이유를 적어 주세요.').waitFor();
  await page.getByLabel('바꾸는 이유').fill('시험해 봐요');
  await page.getByRole('button', { name: '조건 바꾸기' }).click();
  await page.getByRole('alertdialog').getByText(change).waitFor();
  await page.getByRole('button', { name: '네, 바꿀게요' }).click();
  await page.getByText('거래 조건을 바꿨어요.').waitFor();
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await untilDoneWordHasFocus(page);
}

async function untilDoneWordHasFocus(page: Page): Promise<void> {
  const word = page.locator('.operator-done');
  await eventually(() => word.evaluate((element) => element.matches(':focus')));
}
