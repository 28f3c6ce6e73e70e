import { expect } from 'chai';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Browser, Locator, Page } from 'playwright-core';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import type { ListedAuction } from './list-auction.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const PERSON = 'buyer6@demo.test';
const STRANGER = 'buyer8@demo.test';
/** People are told ten minutes before the closing; before that the heart has to be pressed. */
const CLOSES_IN_S = 630;
const UNTIL_TOLD_MS = 60_000;
const WIDE = { width: 1280, height: 720 };
const PHONE = { width: 360, height: 740 };

describe('the watchlist in a real browser', function watchlist() {
  this.timeout(150_000);
  let system: WalkSystem;
  let browser: Browser;
  let auction: ListedAuction;
  let first: Page;
  let second: Page;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    auction = await listAuction(system, '--closes-in 2h --start 1000 --unit 1000');
    first = await openWindow(browser, system.marketplace.url);
  });
  after(() => browser?.close());

  const heartOn = (page: Page, { auctionId } = auction): Locator =>
    page.locator(`li:has([data-auction-id="${auctionId}"])`).getByTestId('heart');
  const leftmostHeart = async (page: Page): Promise<Locator> => {
    const hearts = await page.getByTestId('heart').all();
    const boxes = await Promise.all(hearts.map((heart) => heart.boundingBox()));
    const lefts = boxes.map((box) => box?.x ?? Infinity);
    return hearts[lefts.indexOf(Math.min(...lefts))] as Locator;
  };
  const isPressed = (heart: Locator, pressed: boolean) =>
    eventually(async () => (await heart.getAttribute('aria-pressed')) === String(pressed));
  const widthOf = (page: Page): Promise<number> =>
    page.evaluate('document.documentElement.scrollWidth');

  it('begins with a heart that leads whoever is signed out to log in, and then is pressed', async () => {
    await first.goto(`/auctions/${auction.auctionId}`);
    const heart = first.getByTestId('heart');
    await first.getByRole('button', { name: /^데모 경매 · .+, 관심 0$/, pressed: false }).waitFor();
    await heart.press('Enter');
    await first.waitForURL('**/login?next=**');
    await first.getByLabel('이메일').fill(PERSON);
    await first.getByLabel('비밀번호').fill('demo-password');
    await first.locator('form').getByRole('button', { name: '로그인' }).click();
    await first.waitForURL(`**/auctions/${auction.auctionId}`);
    await isPressed(heart, true);
    await first.getByRole('button', { name: /^데모 경매 · .+, 관심 1$/, pressed: true }).waitFor();
    // Views are written down every two seconds.
    await eventually(async () => {
      await first.reload();
      return /조회 [1-9]/.test(await first.getByTestId('views').innerText());
    });
  });

  it('is one page for all tabs, where a heart lets go and takes back at once', async () => {
    second = await first.context().newPage();
    await second.goto('/me/watchlist');
    const heart = heartOn(second);
    await isPressed(heart, true);
    await heart.click();
    await isPressed(heart, false);
    await second.getByRole('navigation').getByRole('link', { name: '내 입찰' }).click();
    await second.waitForURL('**/me/bids');
    await second.getByRole('navigation').getByRole('link', { name: '내 관심' }).click();
    await second.getByText('아직 관심 경매가 없어요').waitFor();
    await first.reload();
    await isPressed(first.getByTestId('heart'), false);
    await first.getByTestId('heart').click();
    await isPressed(first.getByTestId('heart'), true);
  });

  it('shows hearts on the cards of the lists, and undoes one that is refused, saying why', async () => {
    // Other walks have auctions that close before this one.
    await second.goto('/?state=live&sort=newest');
    const heart = heartOn(second);
    await isPressed(heart, true);
    await second.setViewportSize(PHONE);
    await second.route('**/watch', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          ...{ status: 409, code: 'WATCHLIST_FULL', message: '관심 목록이 가득 찼어요.' },
          ...{ detail: {}, requestId: 'r' },
        }),
      }),
    );
    const refusal = second.getByRole('alert').filter({ hasText: '관심 목록이 가득 찼어요.' });
    for (const shown of [heart, await leftmostHeart(second)]) {
      const pressed = await shown.getAttribute('aria-pressed');
      await shown.click();
      await refusal.waitFor();
      const box = await refusal.boundingBox();
      expect(box?.x).to.be.at.least(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).to.be.at.most(PHONE.width);
      await isPressed(shown, pressed === 'true');
      // It goes by itself.
      await refusal.waitFor({ state: 'detached' });
    }
    await second.unroute('**/watch');
    await second.setViewportSize(WIDE);
  });

  it('fits on a phone', async () => {
    await second.setViewportSize(PHONE);
    for (const path of ['/me/watchlist', '/?state=live', `/auctions/${auction.auctionId}`]) {
      await second.goto(path);
      const heart = second.getByTestId('heart').first();
      await heart.waitFor();
      expect(await widthOf(second), path).to.be.at.most(PHONE.width);
      const box = await heart.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), path).to.be.at.least(44);
    }
  });

  it('has a notice come once, in one tab, on whatever page, before the closing', async () => {
    const soon = await listAuction(system, `--closes-in ${CLOSES_IN_S}s --start 1000`);
    await first.goto(`/auctions/${soon.auctionId}`);
    await first.getByTestId('heart').click();
    await isPressed(first.getByTestId('heart'), true);
    const tabs = [first, second];
    for (const tab of tabs) await tab.goto('/rules');
    const countAll = async (): Promise<number> => {
      const counts = await Promise.all(tabs.map((tab) => tab.getByTestId('own-notice').count()));
      return counts.reduce((sum, count) => sum + count, 0);
    };
    expect(await countAll()).to.equal(0);
    await eventually(async () => (await countAll()) === 1, UNTIL_TOLD_MS);
    const shows = (await first.getByTestId('own-notice').count()) === 1 ? first : second;
    const notice = shows.getByTestId('own-notice');
    expect(await notice.innerText()).to.match(/데모 경매 · [^]+관심 경매가 곧 마감돼요/);
    await notice.getByRole('link', { name: '경매 보기' }).click();
    await shows.waitForURL(`**/auctions/${soon.auctionId}`);
    expect(await countAll()).to.equal(0);
  });

  it('says so where there is nothing yet, and to whoever is signed out', async () => {
    const stranger = await openWindow(browser, system.marketplace.url);
    await stranger.goto('/me/watchlist');
    await stranger.getByText('내 관심, 로그인하면 볼 수 있어요').waitFor();
    await logInByForm(stranger, STRANGER, '/me/watchlist');
    await stranger.getByText('아직 관심 경매가 없어요').waitFor();
    await stranger.setViewportSize(PHONE);
    expect(await widthOf(stranger)).to.be.at.most(PHONE.width);
  });
});
