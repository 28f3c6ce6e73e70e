import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import { ownWindow } from './own-window.ts';
import type { OwnWindow } from './own-window.ts';
import { bid, crowd } from './people.ts';
import type { Caller } from './people.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const STEP_KRW = 1000;
/** A hung leader is noticed within 8 s; the machine may be busy. */
const NOTICED_WITHIN_MS = 30_000;

describe('three tabs of one browser', function tabsOfOneBrowser() {
  this.timeout(150_000);
  let system: WalkSystem;
  let window: OwnWindow;
  let browser: Browser;
  let context: BrowserContext;
  let tabs: Page[];
  let bidders: Caller[];
  let auctionId: string;
  let bidCount = 0;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    window = await ownWindow(system);
    bidders = await crowd(system, 2);
    ({ auctionId } = await listAuction(system, `--closes-in 10m --start 1000 --unit ${STEP_KRW}`));
    tabs = [await openWindow(browser, window.url)];
    context = tabs[0]?.context() ?? expect.fail('no window');
    await tabs[0]?.goto(`/auctions/${auctionId}`);
    await untilAll('live');
  });
  after(async () => {
    await browser?.close();
    await window?.stop();
  });

  async function openTab(): Promise<void> {
    const tab = await context.newPage();
    tabs.push(tab);
    await tab.goto(`/auctions/${auctionId}`);
  }

  async function placeBid(): Promise<void> {
    const bidder = bidders[bidCount % 2] ?? expect.fail('no bidder');
    bidCount += 1;
    const { status } = await bid(system.marketplace.url, bidder, auctionId, STEP_KRW * bidCount);
    expect(status).to.equal(201);
  }

  const stateOf = async (tab: Page): Promise<string | null> =>
    await tab.getByTestId('connection').first().getAttribute('data-state');
  const untilAll = (state: string): Promise<unknown> =>
    eventually(
      async () => (await Promise.all(tabs.map(stateOf))).every((found) => found === state),
      NOTICED_WITHIN_MS,
    );

  /** Every tab shows the price and each bid once, newest first. */
  async function untilAllShow(): Promise<void> {
    const price = (STEP_KRW * bidCount).toLocaleString('en');
    const seqs = Array.from({ length: Math.min(10, bidCount) }, (_, at) => String(bidCount - at));
    for (const tab of tabs) {
      await eventually(async () =>
        (await tab.getByTestId('price').first().innerText()).includes(price),
      );
      await eventually(async () => {
        // All in one look: the list may be drawn anew in between.
        const shown = await tab
          .getByTestId('bid-row')
          .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-seq')));
        return shown.slice(0, seqs.length).join() === seqs.join();
      });
    }
  }

  const untilConnections = (count: number): Promise<unknown> =>
    eventually(async () => (await window.connectionCount()) === count, NOTICED_WITHIN_MS);

  it('have one connection at the server, and all see each bid', async () => {
    await openTab();
    await openTab();
    await untilAll('live');
    await placeBid();
    await placeBid();
    await untilAllShow();
    expect(await window.connectionCount()).to.equal(1);
  });

  it('go on without a lost or repeated bid when the one that leads is closed', async () => {
    const [leader] = tabs.splice(0, 1);
    const closing = leader?.close();
    for (let count = 0; count < 5; count += 1) await placeBid();
    await closing;
    await untilAll('live');
    await placeBid();
    await untilAllShow();
    await untilConnections(1);
  });

  it('notice that the one that leads hangs, and its waking changes nothing', async () => {
    const [leader, follower] = tabs.splice(0, 2);
    if (!leader || !follower) expect.fail('two tabs were open');
    const debugging = await context.newCDPSession(leader);
    await debugging.send('Debugger.enable');
    await debugging.send('Debugger.pause');
    tabs = [follower];
    await untilConnections(2);
    await untilAll('live');
    await placeBid();
    await untilAllShow();
    await debugging.send('Debugger.disable');
    tabs = [follower, leader];
    await untilConnections(1);
    await untilAll('live');
    await placeBid();
    await untilAllShow();
  });

  it('say at once that there is no network, and show the right price when there is one', async () => {
    await context.setOffline(true);
    await untilAll('reconnecting');
    await placeBid();
    await tabs[0]?.getByTestId('stale').waitFor();
    await context.setOffline(false);
    await untilAll('live');
    await untilAllShow();
    await untilConnections(1);
  });

  it('never show a price as live while the sse-server is dead, and the right one after', async () => {
    await window.kill();
    await untilAll('reconnecting');
    await placeBid();
    // One that is opened now has never heard of a price: what it has read grows old all the same.
    await openTab();
    for (const tab of tabs) {
      await tab.getByTestId('stale').waitFor();
      // A price that was read anew just now is the right one for some seconds, and grows old like the one before.
      const label = tab.locator('.bigprice .label').first();
      await label.filter({ hasText: '마지막으로 확인한' }).waitFor();
    }
    await window.restart();
    await untilAll('live');
    await untilAllShow();
    for (const tab of tabs) await tab.getByTestId('stale').waitFor({ state: 'detached' });
    await untilConnections(1);
  });
});
