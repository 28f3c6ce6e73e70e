import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

/** A question takes no answer just after it came up. */
const READY_WITHIN_MS = 5000;

describe('the full rules of a bid in two real browser windows', function rules() {
  this.timeout(90_000);
  let system: WalkSystem;
  let browser: Browser;
  let first: Page;
  let second: Page;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    const { url } = system.marketplace;
    [first, second] = await Promise.all([openWindow(browser, url), openWindow(browser, url)]);
    await Promise.all([
      logInByForm(first, 'buyer5@demo.test'),
      logInByForm(second, 'buyer6@demo.test'),
    ]);
  });
  after(async () => {
    await browser?.close();
  });

  const look = async (options: string): Promise<string> => {
    const { auctionId } = await listAuction(system, options);
    await Promise.all([first, second].map((page) => page.goto(`/auctions/${auctionId}`)));
    await Promise.all([first, second].map((page) => page.getByLabel('입찰 금액').waitFor()));
    return auctionId;
  };
  const auctionOf = async (auctionId: string): Promise<{ bidCount: number; priceKrw: number }> => {
    const response = await fetch(`${system.marketplace.url}/api/v1/auctions/${auctionId}`);
    return (await response.json()) as { bidCount: number; priceKrw: number };
  };

  describe('secret maxima, a hidden reserve and buying at once', () => {
    let auctionId: string;

    before(async () => {
      auctionId = await look(
        '--closes-in 10m --start 10000 --unit 1000 --reserve 50000 --buy-now 90000',
      );
    });

    it('asks about a maximum in words, and sends nothing before the yes', async () => {
      await first.getByText('자동 입찰', { exact: true }).click();
      await first.getByLabel('자동 입찰 한도').fill('30000');
      await first.getByRole('button', { name: '30,000원까지 자동 입찰' }).click();
      const question = first.getByTestId('bid-question');
      expect(await question.innerText()).to.contain('삼만 원');
      expect(await question.innerText()).to.contain('한도는 아무에게도 보이지 않아요');
      expect((await auctionOf(auctionId)).bidCount).to.equal(0);
      await sayYes(first, '네, 30,000원까지 자동 입찰');
      await untilText(first, 'standing', '내 한도 30,000원');
      expect(await text(first, 'price')).to.contain('10,000');
      expect(await text(first, 'standing-maximum')).to.contain('30,000원까지 자동으로');
    });

    it('tells a lower bid at once that somebody else still leads', async () => {
      await second.getByLabel('입찰 금액').fill('20000');
      await second.getByRole('button', { name: '20,000원에 입찰하기' }).click();
      await untilText(second, 'standing', '다른 분이 더 높게 입찰했어요');
      await untilText(first, 'price', '21,000');
      await untilText(first, 'standing', '최고 입찰 중이에요');
      expect(await second.locator('main').innerText()).not.to.contain('30,000');
    });

    it('raises an own maximum without anybody else seeing it', async () => {
      await first.getByLabel('올릴 한도').fill('30000');
      await first.getByText('더 높은 금액으로만 바꿀 수 있어요').waitFor();
      await first.getByLabel('올릴 한도').fill('40000');
      await first.getByRole('button', { name: '한도를 40,000원으로' }).click();
      await sayYes(first, '네, 한도를 40,000원으로');
      await untilText(first, 'standing', '내 한도 40,000원');
      expect(await auctionOf(auctionId)).to.include({ bidCount: 2, priceKrw: 21_000 });
      expect(await second.getByTestId('bid-row').count()).to.equal(2);
    });

    it('tells the leader at once to be outbid, and proposes the next maximum', async () => {
      await second.getByText('자동 입찰', { exact: true }).click();
      await second.getByLabel('자동 입찰 한도').fill('45000');
      await second.getByRole('button', { name: '45,000원까지 자동 입찰' }).click();
      await sayYes(second, '네, 45,000원까지 자동 입찰');
      await untilText(first, 'standing', '다른 분이 더 높게 입찰했어요');
      await untilText(first, 'price', '41,000');
      await first.getByRole('button', { name: '42,000원까지 자동 입찰' }).waitFor();
    });

    it('says when the hidden reserve is met, which ends buying at once', async () => {
      const buy = first.getByRole('button', { name: '90,000원에 즉시 구매' });
      await untilText(first, 'reserve', '최저 낙찰가 미달');
      expect(await buy.count()).to.equal(1);
      await second.getByLabel('올릴 한도').fill('60000');
      await second.getByRole('button', { name: '한도를 60,000원으로' }).click();
      await sayYes(second, '네, 한도를 60,000원으로');
      await untilText(first, 'reserve', '최저 낙찰가 도달');
      await untilText(first, 'price', '50,000');
      await buy.waitFor({ state: 'detached' });
    });
  });

  it('sells at once to whoever says yes to the amount in words', async () => {
    await look('--closes-in 10m --start 10000 --unit 1000 --buy-now 90000');
    await first.getByRole('button', { name: '90,000원에 즉시 구매' }).click();
    expect(await text(first, 'bid-question')).to.contain('구만 원');
    await sayYes(first, '네, 90,000원에 즉시 구매');
    await untilText(first, 'standing', '낙찰받았어요');
    await second.getByRole('link', { name: '비슷한 물건 보기' }).waitFor();
    await untilText(second, 'price', '90,000');
  });

  it('shows an extension in the countdown of everybody, and why', async () => {
    await look('--closes-in 40s --start 10000 --unit 1000 --extension auto');
    await second.getByText('마감 2분 전부터 입찰이 있으면 2분씩 연장돼요').first().waitFor();
    await first.getByRole('button', { name: '10,000원에 입찰하기' }).click();
    await untilText(second, 'extended', '마감 직전에 입찰이 있었어요');
    await eventually(async () => {
      const shown = await second.locator('.panel .countdown').innerText();
      return /^(2분 0초|1분 5\d초)$/.test(shown);
    });
  });

  it('explains every rule in a window of its own', async () => {
    await look('--closes-in 10m');
    const [opened] = await Promise.all([
      first.context().waitForEvent('page'),
      first.getByRole('link', { name: '입찰 규칙 보기' }).click(),
    ]);
    await opened.getByRole('heading', { level: 1, name: '입찰 규칙' }).waitFor();
    expect(await opened.locator('main').innerText()).to.contain(
      '다시 열린 뒤 10분으로 마감을 옮겨요',
    );
    await opened.close();
  });
});

async function text(page: Page, testId: string): Promise<string> {
  return await page.getByTestId(testId).first().innerText();
}

async function untilText(page: Page, testId: string, wanted: string): Promise<void> {
  await eventually(async () => {
    const there = (await page.getByTestId(testId).count()) > 0;
    return there && (await text(page, testId)).includes(wanted);
  });
}

async function sayYes(page: Page, name: string): Promise<void> {
  const yes = page.getByRole('button', { name });
  await eventually(async () => (await yes.getAttribute('aria-disabled')) !== 'true');
  await yes.click({ timeout: READY_WITHIN_MS });
}
