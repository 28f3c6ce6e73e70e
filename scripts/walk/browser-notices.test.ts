import { expect } from 'chai';
import type {
  OfferEvent,
  OutbidEvent,
  Snapshot,
  WonEvent,
} from '@sagopalgo/core/contracts/events.ts';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import type { ListedAuction } from './list-auction.ts';
import { toldWindow } from './told-window.ts';
import type { ToldWindow } from './told-window.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const PRICE_KRW = 2000;

describe('notices about oneself in a real browser', function notices() {
  this.timeout(150_000);
  let system: WalkSystem;
  let browser: Browser;
  let auction: ListedAuction;
  let window: ToldWindow;
  let tabs: [Page, Page];

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    auction = await listAuction(system, '--closes-in 10m --start 1000 --unit 1000');
    const first = await openWindow(browser, system.marketplace.url);
    const context = first.context();
    await logInByForm(first, 'buyer3@demo.test', `/auctions/${auction.auctionId}`);
    await first.getByRole('button', { name: '1,000원에 입찰하기' }).click();
    await first.getByText('최고 입찰 중이에요').first().waitFor();
    tabs = [first, await context.newPage()];
    window = await toldWindow(context);
    window.tell('snapshot', snapshotOf(auction));
  });
  after(async () => {
    await browser?.close();
    window?.stop();
  });

  const countIn = (tab: Page): Promise<number> => tab.getByTestId('own-notice').count();
  const countAll = async (): Promise<number> => (await countIn(tabs[0])) + (await countIn(tabs[1]));

  it('come once in the browser, on whatever page, read out politely, and stay away', async () => {
    for (const tab of tabs) await tab.goto('/rules');
    await eventually(async () => window.connections() > 0);
    window.tell('outbid', outbidOf(auction));
    await eventually(async () => (await countAll()) === 1);
    const shows = (await countIn(tabs[0])) === 1 ? tabs[0] : tabs[1];
    const notice = shows.getByTestId('own-notice');
    expect(await notice.innerText()).to.contain(
      '다른 분이 더 높게 입찰했어요. 지금 2,000원이에요.',
    );
    expect(await notice.locator('..').getAttribute('aria-live')).to.equal('polite');
    expect(await notice.getAttribute('aria-atomic')).to.equal('true');
    await shows.getByRole('button', { name: '알림 닫기' }).click();
    expect(await countAll()).to.equal(0);
    // Whoever reads with the keyboard goes on at the page's heading, not at its very beginning.
    expect(await shows.locator('main h1:focus').count()).to.equal(1);
    // The next connection tells it again, and then something new, which is all that comes.
    const connections = window.connections();
    window.cutOff();
    await eventually(async () => window.connections() > connections);
    window.tell('won', wonOf(auction));
    await eventually(async () => (await countAll()) === 1);
  });

  it('of having won lead to the order', async () => {
    const shows = (await countIn(tabs[0])) === 1 ? tabs[0] : tabs[1];
    expect(await shows.getByTestId('own-notice').innerText()).to.contain('2,000원에 낙찰받았어요');
    await shows.getByRole('link', { name: '주문 보기' }).click();
    await shows.waitForURL('**/orders/order-of-a-walk');
    expect(await countAll()).to.equal(0);
  });

  it('change where one stands on the auction itself at once, beside those who watch it', async () => {
    await tabs[0].goto(`/auctions/${auction.auctionId}`);
    window.tell('snapshot', { ...snapshotOf(auction), seq: 2 });
    window.tell('viewers', { auctionId: auction.auctionId, viewers: 1234 });
    await tabs[0].getByText('최고 입찰 중이에요').first().waitFor();
    window.tell('outbid', { ...outbidOf(auction), seq: 3 });
    await tabs[0].getByText('다른 분이 더 높게 입찰했어요').first().waitFor();
    expect(await tabs[0].getByTestId('price').first().innerText()).to.contain('2,000');
    const viewers = await tabs[0].getByTestId('viewers').first().innerText();
    expect(viewers).to.equal('1,234명이 보는 중');
    expect(await countIn(tabs[0])).to.equal(0);
    // Whoever has seen it there is not told elsewhere.
    await tabs[0].getByRole('link', { name: '입찰 규칙', exact: true }).click();
    await tabs[0].waitForURL('**/rules');
    expect(await countAll()).to.equal(0);
  });

  it('never lie over the price on a phone', async () => {
    const [phone] = tabs;
    await phone.setViewportSize({ width: 390, height: 844 });
    await phone.goto(`/auctions/${auction.auctionId}`);
    const connections = window.connections();
    window.cutOff();
    await eventually(async () => window.connections() > connections);
    window.tell('snapshot', { ...snapshotOf(auction), seq: 3 });
    window.tell('offer', offerOf(auction));
    const notice = phone.getByTestId('own-notice');
    await notice.waitFor();
    const price = phone.locator('.dock .now b');
    expect(await price.innerText()).to.contain('원');
    const bigPrice = phone.getByTestId('price').first();
    // Whoever reads the page has its price below the header, or looks at the dock.
    const at = await bigPrice.boundingBox();
    await phone.evaluate(`scrollBy({ top: ${(at?.y ?? 0) - 80}, behavior: 'instant' })`);
    for (const shown of [price, bigPrice]) {
      const [over, under] = [await notice.boundingBox(), await shown.boundingBox()];
      if (!over || !under) throw new Error('the notice or the price is not on the page');
      expect(over.y >= under.y + under.height || over.y + over.height <= under.y).to.equal(true);
    }
  });
});

function snapshotOf({ auctionId, closesAtMs }: ListedAuction): Snapshot {
  const at = { auctionId, epoch: 'e1', seq: 1, bidCount: 1, reserve: 'none' as const, closesAtMs };
  const price = { priceKrw: 1000, minimumKrw: PRICE_KRW, leaderAlias: '입찰자 1' };
  return { ...at, ...price, state: 'live', serverNowMs: Date.now() };
}

function outbidOf({ auctionId, closesAtMs }: ListedAuction): OutbidEvent {
  const price = { priceKrw: PRICE_KRW, minimumKrw: PRICE_KRW + 1000 };
  return { auctionId, epoch: 'e1', seq: 2, ...price, closesAtMs };
}

function wonOf({ auctionId, closesAtMs }: ListedAuction): WonEvent {
  const payByMs = closesAtMs + 3_600_000;
  return { auctionId, orderId: 'order-of-a-walk', amountKrw: PRICE_KRW, payByMs };
}

function offerOf({ auctionId, closesAtMs }: ListedAuction): OfferEvent {
  const answer = { acceptByMs: closesAtMs + 3_600_000, offerState: 'open' as const };
  return { auctionId, offerId: 'offer-of-a-walk', amountKrw: PRICE_KRW, ...answer };
}
