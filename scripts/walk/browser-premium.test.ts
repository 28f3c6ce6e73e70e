import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { DEFAULT_TERMS } from '@sagopalgo/core/rules/till-terms.ts';
import type { TillTerms } from '@sagopalgo/core/rules/till-terms.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Browser, Page } from 'playwright-core';
import { remoteToss } from '../toss-simulator/remote-control.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import { answerAtToss, fillAddress, goToToss, untilResult, winThing } from './pay-at-toss.ts';
import { logIn } from './people.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const EMAIL = 'buyer8@demo.test';
const PREMIUM_BP = 1_000;
const DAY_MS = 86_400_000;

describe('a buyer’s premium in a real browser', function premium() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let page: Page;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    await setTerms({ premiumBp: PREMIUM_BP, payWithinMs: DAY_MS });
    page = await openWindow(browser, system.marketplace.url);
    await logInByForm(page, EMAIL);
  });
  after(async () => {
    await browser?.close();
    // What other walks list must cost what it says.
    const { premiumBp, payWithinMs } = DEFAULT_TERMS;
    if (system) await setTerms({ premiumBp, payWithinMs });
  });

  async function setTerms(terms: Partial<TillTerms>): Promise<void> {
    const { url } = system.marketplace;
    const operator = { email: 'operator@demo.test', password: 'demo-password' };
    const { token } = await logIn(url, operator);
    const answer = await fetch(`${url}/api/v1/till/terms`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ terms, reason: '구매 수수료를 시험해요.' }),
    });
    expect(answer.status, await answer.text()).to.equal(200);
  }

  async function chargedKrw(orderId: string): Promise<number> {
    const { tossUrl } = system.marketplace;
    if (tossUrl === null) throw new Error('only a simulator tells what it has charged');
    const charged = await remoteToss(tossUrl).charged();
    const attempts = await system.db.select().from(payments).where(eq(payments.orderId, orderId));
    return attempts.reduce((sum, { tossOrderId }) => sum + (charged[tossOrderId] ?? 0), 0);
  }

  it('is said with the total and the time to pay before bidding, asked again before buying, and charged', async () => {
    const options = '--closes-in 10m --start 1000 --unit 1000 --buy-now 30000';
    const { auctionId } = await listAuction(system, options);
    await page.goto(`/auctions/${auctionId}`);
    await page.getByText('낙찰가의 10%를 더해 결제해요').waitFor();
    await page.getByText('낙찰 후 24시간 (10,000,000원부터 7일)').waitFor();
    const total = page.getByTestId('bid-total');
    expect(await total.innerText()).to.equal('낙찰되면 구매 수수료 10%를 더해 1,100원을 결제해요');
    await page.getByLabel('입찰 금액').fill('12345');
    await eventually(async () => (await total.innerText()).includes('13,579원을 결제해요'));
    await page.getByRole('button', { name: '30,000원에 즉시 구매' }).click();
    const question = page.getByTestId('bid-question');
    expect(await question.innerText()).to.contain('구매 수수료 10%를 더해 33,000원을 결제해요.');
    const yes = page.getByRole('button', { name: '네, 30,000원에 즉시 구매' });
    await eventually(async () => (await yes.getAttribute('aria-disabled')) !== 'true');
    await yes.click();
    const order = await eventually(async () => {
      const rows = await system.db.select().from(orders).where(eq(orders.auctionId, auctionId));
      return rows[0];
    });
    await page.goto(`/orders/${order.orderId}`);
    expect(await page.getByTestId('order-total').innerText()).to.equal('33,000원');
    await page.getByRole('link', { name: '33,000원 결제하기' }).click();
    // Toss's limits are of what is charged, and stand above the button.
    expect(await page.getByTestId('pay-limits').innerText()).to.contain('할부는 5만 원부터');
    await page.getByRole('button', { name: '33,000원 결제하기' }).waitFor();
    await fillAddress(page);
    await goToToss(page);
    await answerAtToss(page, '승인');
    expect(await untilResult(page, 'paid')).to.contain('33,000원을 결제했어요');
    expect(await chargedKrw(order.orderId)).to.equal(33_000);
    await page.goto(`/orders/${order.orderId}`);
    const money = await page.locator('.order-money').innerText();
    expect(money.replace(/\s+/g, ' ')).to.contain('낙찰가 30,000원 구매 수수료 3,000원');
  });

  it('counts for what Toss takes by which method, said before the button', async () => {
    const { orderId } = await winThing(system, EMAIL, 9_500_000);
    await page.goto(`/orders/${orderId}/pay`);
    await page.getByRole('button', { name: '10,450,000원 결제하기' }).waitFor();
    const limits = page.getByTestId('pay-limits');
    expect(await limits.innerText()).to.contain('계좌이체는 한 번에 1,000만 원까지 할 수 있어요.');
    const [said, button] = await Promise.all([
      limits.boundingBox(),
      page.getByRole('button', { name: '10,450,000원 결제하기' }).boundingBox(),
    ]);
    expect(said?.y).to.be.lessThan(Number(button?.y));
  });
});
