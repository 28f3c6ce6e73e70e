import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import type { ListedAuction } from './list-auction.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const CLOSES_IN_MS = 12_000;
const ENDS_WITHIN_MS = 3 * CLOSES_IN_MS;
/** Five tries and the waits between them. */
const GIVES_UP_WITHIN_MS = 15_000;
const CALLS = '**/api/v1/**';
const BIDS = '**/api/v1/auctions/*/bids';

describe('what comes between a person and a bid, in a real browser', function between() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let page: Page;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    page = await openWindow(browser, system.marketplace.url);
    await logInByForm(page, 'buyer3@demo.test');
  });
  after(async () => {
    await browser?.close();
  });

  const look = async (options: string): Promise<ListedAuction> => {
    const auction = await listAuction(system, `${options} --start 10000 --unit 1000`);
    await page.goto(`/auctions/${auction.auctionId}`);
    await page.getByLabel('입찰 금액').waitFor();
    // What is done to the sign-in next must not come before the page has read it.
    await page.getByTestId('nickname').waitFor({ state: 'attached' });
    return auction;
  };
  const askForAuto = async (amount: string): Promise<void> => {
    await page.getByText('자동 입찰', { exact: true }).click();
    await page.getByLabel('자동 입찰 한도').fill(amount);
    await page.getByRole('button', { name: /까지 자동 입찰$/ }).click();
    await page.getByTestId('bid-question').waitFor();
  };

  it('keeps what was typed while one signs in again', async () => {
    await look('--closes-in 10m');
    // A read that comes now would tell the page that nobody is signed in, before anything is bid.
    await page.route(CALLS, (route) =>
      route.request().method() === 'GET' ? route.abort() : route.fallback(),
    );
    await page.context().clearCookies();
    await askForAuto('77000');
    const yes = page.getByRole('button', { name: /^네,/ });
    await eventually(async () => (await yes.getAttribute('aria-disabled')) !== 'true');
    await yes.click();
    const link = page.getByRole('link', { name: '로그인하고 입찰하기' });
    await link.waitFor();
    await page.unroute(CALLS);
    await link.click();
    await page.getByLabel('이메일').fill('buyer3@demo.test');
    await page.getByLabel('비밀번호').fill('demo-password');
    await page.locator('form').getByRole('button', { name: '로그인' }).click();
    await page.getByLabel('자동 입찰 한도').waitFor();
    expect(await page.getByLabel('자동 입찰 한도').inputValue()).to.equal('77,000');
  });

  it('tells the other tab of the same browser where one stands', async () => {
    const { auctionId } = await look('--closes-in 10m');
    const other = await page.context().newPage();
    await other.goto(`/auctions/${auctionId}`);
    await other.getByLabel('입찰 금액').waitFor();
    await page.getByRole('button', { name: '10,000원에 입찰하기' }).click();
    await other.getByText('최고 입찰 중이에요').first().waitFor();
    await other.close();
  });

  it('does not bid what was only asked about when the auction ends, and says so', async () => {
    await look(`--closes-in ${CLOSES_IN_MS}ms`);
    await askForAuto('30000');
    await page.getByText('입찰하지 않았어요').waitFor({ timeout: ENDS_WITHIN_MS });
    expect(
      await page.locator('.panel .after').evaluate((after) => after.matches(':focus')),
    ).to.equal(true);
    await page.getByText('입찰이 없어 팔리지 않았어요').waitFor();
  });

  it('asks again for the answer to a bid that was sent before the closing', async () => {
    const { closesAtMs } = await look(`--closes-in ${CLOSES_IN_MS}ms`);
    // The server takes the bid, and its answers get lost on the way.
    await page.route(BIDS, async (route) => {
      if (route.request().method() !== 'POST') return await route.continue();
      await route.fetch();
      return await route.abort();
    });
    await page.getByRole('button', { name: '10,000원에 입찰하기' }).click();
    expect(Date.now()).to.be.below(closesAtMs);
    const again = page.getByRole('button', { name: '입찰 결과 다시 확인하기' });
    await again.waitFor({ timeout: ENDS_WITHIN_MS + GIVES_UP_WITHIN_MS });
    await page.unroute(BIDS);
    await again.click();
    await page.getByTestId('standing').getByText('낙찰받았어요').waitFor();
    await again.waitFor({ state: 'detached' });
  });

  it('lets operators look on, and says why they cannot bid', async () => {
    const { auctionId } = await look('--closes-in 10m');
    const operator = await openWindow(browser, system.marketplace.url);
    await logInByForm(operator, 'operator@demo.test', `/auctions/${auctionId}`);
    await operator.getByText('운영자는 입찰할 수 없어요').waitFor();
    expect(await operator.locator('form').count()).to.equal(0);
    await operator.context().close();
  });
});
