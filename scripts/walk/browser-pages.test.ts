import process from 'node:process';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { logInByForm, browserOrSkip, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import { paidOrder } from './paid-order.ts';
import { bid, logIn, watchAuction } from './people.ts';
import { winThing } from './pay-at-toss.ts';
import type { WonThing } from './pay-at-toss.ts';
import { seriousFaults } from './serious-faults.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const WIDE_PX = 1280;
const HEIGHT_PX = 900;
type View = [widthPx: number, colorScheme: 'light' | 'dark'];
/** Each width and each scheme once, by all rules; `npm run nightly` has each width in each scheme. */
const VIEWS: View[] = [
  [WIDE_PX, 'light'],
  [360, 'dark'],
];
const OTHER_VIEWS: View[] = [
  [360, 'light'],
  [WIDE_PX, 'dark'],
];
const views = process.env['EVERY_VIEW'] ? [...VIEWS, ...OTHER_VIEWS] : VIEWS;

describe('every page in a real browser', function pages() {
  this.timeout(90_000);
  let browser: Browser;
  let system: WalkSystem;
  let signedOut: Page;
  let buyer: Page;
  let seller: Page;
  let operator: Page;
  let auctionId: string;
  let orderId: string;
  let thing: WonThing;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    const { url } = system.marketplace;
    ({ auctionId } = await listAuction(
      system,
      '--closes-in 10m --start 10000 --unit 500 --reserve 50000 --buy-now 90000 --extension auto',
    ));
    const person = { email: 'buyer4@demo.test', password: 'demo-password' };
    const caller = await logIn(url, person);
    await bid(url, caller, auctionId, 10_000);
    await watchAuction(url, caller, auctionId);
    thing = await winThing(system, person.email, 30_000);
    const visitor = () => openWindow(browser, url);
    [signedOut, buyer, seller] = await Promise.all([visitor(), visitor(), visitor()]);
    operator = await visitor();
    orderId = await paidOrder(system, { sellerId: 'demo-seller1', buyer: 'buyer4' });
    await logInByForm(buyer, person.email);
    await logInByForm(seller, 'seller1@demo.test');
    await logInByForm(operator, 'operator@demo.test');
  });
  after(async () => {
    await browser?.close();
  });

  const visits: [name: string, path: () => string, who: () => Page][] = [
    ['home', () => '/', () => signedOut],
    ['the auction, signed out', () => `/auctions/${auctionId}`, () => signedOut],
    ['the auction, as a bidder', () => `/auctions/${auctionId}`, () => buyer],
    ['the auction, as its seller', () => `/auctions/${auctionId}`, () => seller],
    ['login', () => '/login', () => signedOut],
    ['sign-up', () => '/sign-up', () => signedOut],
    ['내 입찰', () => '/me/bids', () => buyer],
    ['내 관심', () => '/me/watchlist', () => buyer],
    ['내 판매', () => '/me/sales', () => seller],
    ['내 낙찰', () => '/me/wins', () => buyer],
    ['내 정산', () => '/me/settlement', () => seller],
    ['내 정보', () => '/me/account', () => seller],
    ['알림', () => '/notices', () => buyer],
    ['알림 설정', () => '/notices/settings', () => buyer],
    ['the link of a mail', () => '/verify-email#token=x', () => signedOut],
    ['a link that was cut off', () => '/verify-email', () => signedOut],
    ['an order to be sent', () => `/orders/${orderId}`, () => seller],
    ['the disputes', () => '/operator/disputes', () => operator],
    ['the operator’s day', () => '/operator/day', () => operator],
    ['the rooms', () => '/operator/health', () => operator],
    ['what is stuck', () => '/operator/troubles', () => operator],
    ['the people', () => '/operator/people', () => operator],
    ['what operators did', () => '/operator/audit', () => operator],
    ['the orders', () => '/operator/orders', () => operator],
    ['the payouts', () => '/operator/payouts', () => operator],
    ['the signals', () => '/operator/signals?kind=shared', () => operator],
    ['the repeated pairs', () => '/operator/pairs', () => operator],
    ['the categories', () => '/operator/categories', () => operator],
    ['the terms', () => '/operator/terms', () => operator],
    ['차순위 제안', () => '/me/offers', () => buyer],
    ['an order, as its buyer', () => `/orders/${thing.orderId}`, () => buyer],
    ['an order, as its seller', () => `/orders/${thing.orderId}`, () => seller],
    ['an order that is not there', () => '/orders/no-such-order', () => buyer],
    ['paying', () => `/orders/${thing.orderId}/pay`, () => buyer],
    [
      'a payment that did not come about',
      () => `/orders/${thing.orderId}/pay/fail?code=PAY_PROCESS_CANCELED`,
      () => buyer,
    ],
    [
      'a payment that the API refuses',
      () =>
        `/orders/${thing.orderId}/pay/success?paymentType=NORMAL&orderId=none&paymentKey=x&amount=1`,
      () => buyer,
    ],
    ['register', () => '/sell', () => seller],
    ['register by a table', () => '/sell/bulk', () => seller],
    ['the rules', () => '/rules', () => signedOut],
    ['a page that is not there', () => '/no-such-page', () => signedOut],
  ];
  for (const [name, path, who] of visits) {
    it(`${name} has no serious fault and fits, light and dark, wide and narrow`, async () => {
      const page = who();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.setViewportSize({ width: WIDE_PX, height: HEIGHT_PX });
      await page.goto(path());
      await settled(page);
      for (const [width, colorScheme] of views) {
        await page.setViewportSize({ width, height: HEIGHT_PX });
        await page.emulateMedia({ colorScheme });
        expect(await seriousFaults(page), `${width} px, ${colorScheme}`).to.deep.equal([]);
        const root = page.locator('html');
        const beyondPx = await root.evaluate((html) => html.scrollWidth - html.clientWidth);
        expect(beyondPx, `scrolls sideways at ${width} px`).to.be.at.most(0);
      }
      page.removeAllListeners('pageerror');
      expect(errors).to.deep.equal([]);
      // What goes on in it would take its time from the other windows.
      await page.goto('about:blank');
    });
  }

  it('does nothing that its own policy forbids', async () => {
    const visitor = await openWindow(browser, system.marketplace.url);
    const broken: string[] = [];
    await visitor.exposeFunction('tellBroken', (directive: string) => broken.push(directive));
    await visitor.addInitScript(
      `addEventListener('securitypolicyviolation', (event) => tellBroken(event.effectiveDirective))`,
    );
    await visitor.goto('/');
    await settled(visitor);
    expect(broken).to.deep.equal([]);
    const script = `Object.assign(document.createElement('script'), { textContent: '0' })`;
    await visitor.evaluate(`document.head.append(${script})`);
    await eventually(() => Promise.resolve(broken.includes('script-src-elem')));
    await visitor.context().close();
  });

  it('home shows live auctions with pictures that load', async () => {
    await signedOut.setViewportSize({ width: WIDE_PX, height: HEIGHT_PX });
    await signedOut.goto('/');
    await settled(signedOut);
    const picture = signedOut.locator('main img').first();
    await picture.waitFor();
    await eventually(() =>
      picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth > 0),
    );
    expect(await signedOut.locator('main a[href^="/auctions/"]').count()).to.be.greaterThan(8);
  });
});

async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await eventually(async () => (await page.locator('.bone').count()) === 0);
}
