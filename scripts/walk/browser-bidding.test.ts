import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { logInByForm, browserOrSkip, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import type { ListedAuction } from './list-auction.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const CLOSES_IN_MS = 40_000;
/** How early a page may show the closing: its clock is right to half the time a reply took. */
const EARLY_MAX_MS = 400;
const WRONG_BY_MS = 3 * 3_600_000;

describe('bidding in two real browser windows', function windows() {
  this.timeout(90_000);
  let system: WalkSystem;
  let browser: Browser;
  let auction: ListedAuction;
  let first: Page;
  let second: Page;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    const { url } = system.marketplace;
    [first, second] = await Promise.all([openWindow(browser, url), openWindow(browser, url)]);
    const options = `--closes-in ${CLOSES_IN_MS / 1000}s --start 10000 --unit 1000`;
    auction = await listAuction(system, options);
  });
  after(async () => {
    await browser?.close();
  });

  const text = (page: Page, testId: string): Promise<string> =>
    page.getByTestId(testId).first().innerText();
  const untilText = (page: Page, testId: string, wanted: string): Promise<string> =>
    eventually(async () => {
      const there = (await page.getByTestId(testId).count()) > 0;
      const found = there ? await text(page, testId) : '';
      return found.includes(wanted) && found;
    });

  it('signs up on the way to a bid and comes back to the auction', async () => {
    const path = `/auctions/${auction.auctionId}`;
    await first.goto(path);
    await first.getByRole('link', { name: '로그인하고 입찰하기' }).click();
    await first.getByRole('link', { name: '회원 가입' }).click();
    const name = randomBytes(5).toString('hex');
    // Only sign-up asks for a nickname: once it is there, login's fields are gone.
    await first.getByLabel('닉네임').fill(name);
    await first.getByLabel('이메일').fill(`${name}@walk.test`);
    await first.getByLabel('비밀번호').fill('walking-together');
    await first.getByText('이용약관과 개인정보 수집에 동의해요').click();
    await first.locator('form').getByRole('button').last().click();
    await first.waitForURL(`**${path}`);
    expect(await first.getByTestId('nickname').first().innerText()).to.equal(name);
    await logInByForm(second, 'buyer1@demo.test', path);
    await second.waitForURL(`**${path}`);
  });

  it('shows a bid to the other window without reloading', async () => {
    await second.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
    await first.getByRole('button', { name: '10,000원에 입찰하기' }).click();
    await untilText(first, 'standing', '최고 입찰 중이에요');
    await untilText(second, 'price', '10,000');
    await eventually(async () => (await second.getByTestId('bid-row').count()) === 1);
    expect(await second.evaluate(() => 'notReloaded' in globalThis)).to.equal(true);
  });

  it('takes a bid by keyboard alone, and tells the other that it is outbid', async () => {
    const field = second.getByLabel('입찰 금액');
    await second.locator('body').focus();
    await eventually(async () => {
      await second.keyboard.press('Tab');
      return await field.evaluate((input) => input.matches(':focus'));
    });
    await second.keyboard.press('Control+A');
    await second.keyboard.type('11000');
    await second.keyboard.press('Enter');
    await untilText(second, 'standing', '최고 입찰 중이에요');
    await untilText(first, 'standing', '다른 분이 더 높게 입찰했어요');
    await untilText(first, 'price', '11,000');
  });

  it('offers the right amount on the button when one is too low', async () => {
    await first.getByLabel('입찰 금액').fill('11500');
    await first.getByRole('button', { name: '12,000원으로 고쳐 입찰' }).click();
    await untilText(first, 'standing', '최고 입찰 중이에요');
    await untilText(second, 'price', '12,000');
    await untilText(second, 'standing', '다른 분이 더 높게 입찰했어요');
  });

  it('closes at the moment itself, with a result for each', async () => {
    const closed = async (page: Page): Promise<number> => {
      const form = page.getByRole('form', { name: '입찰', exact: true });
      await form.waitFor({ state: 'detached', timeout: 2 * CLOSES_IN_MS });
      return Date.now() - auction.closesAtMs;
    };
    for (const lateMs of await Promise.all([closed(first), closed(second)])) {
      expect(lateMs).to.be.at.least(-EARLY_MAX_MS);
    }
    await untilText(first, 'standing', '낙찰받았어요');
    await untilText(second, 'standing', '이번에는 낙찰받지 못했어요');
  });

  it('leads to the order in 내 낙찰', async () => {
    await first.getByRole('link', { name: '내 낙찰', exact: true }).click();
    const win = first.getByTestId('my-win').first();
    await win.waitFor();
    expect(await win.innerText()).to.contain('12,000원');
    expect(await win.getByTestId('order-id').innerText()).to.have.length.greaterThan(8);
  });

  it('counts down by the server even when the browser has the wrong time', async () => {
    const { auctionId, closesAtMs } = await listAuction(system, '--closes-in 5m');
    const wrong = await openWindow(browser, system.marketplace.url);
    await wrong.addInitScript(setClockWrong, WRONG_BY_MS);
    await wrong.goto(`/auctions/${auctionId}`);
    const shownS = await eventually(async () => {
      const shown = await wrong.locator('.countdown').first().innerText();
      const [, minutes, seconds] = /(\d+)분 (\d+)초/.exec(shown) ?? [];
      return minutes && Number(minutes) * 60 + Number(seconds);
    });
    expect(await wrong.evaluate(() => Date.now())).to.be.greaterThan(Date.now() + WRONG_BY_MS / 2);
    expect(shownS).to.be.closeTo((closesAtMs - Date.now()) / 1000, 2);
    await wrong.context().close();
  });
});

// Runs in the page, before anything of it.
function setClockWrong(byMs: number): void {
  const TrueDate = Date;
  class WrongDate extends TrueDate {
    constructor(...given: [number?]) {
      super(given[0] ?? TrueDate.now() + byMs);
    }
    static override now(): number {
      return TrueDate.now() + byMs;
    }
  }
  globalThis.Date = WrongDate as DateConstructor;
}
