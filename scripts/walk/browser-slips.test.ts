import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { logInByForm, browserOrSkip, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const STROKES = 12;
const CONFIRM = '네, 이 금액으로 입찰';
/** Runs in the page: the second tap comes just after the button has changed its words. */
const TAP_TWICE = `(async () => {
  const button = document.querySelector('form button[type=submit]');
  const asked = new Promise((resolve) => {
    new MutationObserver(() => button.textContent.includes('네,') && resolve()).observe(button, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  button.click();
  await asked;
  await new Promise((resolve) => setTimeout(resolve, 150));
  button.click();
})()`;

/** Runs in the page, in one go. */
const CLICK_THRICE = `(() => {
  const button = document.querySelector('form button[type=submit]');
  for (let click = 0; click < 3; click += 1) button.click();
})()`;

describe('slips of a hand in a real browser', function slips() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let page: Page;
  let auctionId: string;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    page = await openWindow(browser, system.marketplace.url);
    await logInByForm(page, 'buyer2@demo.test');
  });
  beforeEach(async () => {
    ({ auctionId } = await listAuction(system, '--closes-in 10m --start 10000 --unit 1000'));
    await page.goto(`/auctions/${auctionId}`);
    await field().waitFor();
  });
  after(async () => {
    await browser?.close();
  });

  const field = () => page.getByLabel('입찰 금액');
  const bidCount = async (): Promise<number> => {
    const url = `${system.marketplace.url}/api/v1/auctions/${auctionId}`;
    const auction = (await (await fetch(url)).json()) as { bidCount: number };
    return auction.bidCount;
  };
  const isAsked = async (): Promise<void> => {
    const button = page.getByRole('button', { name: CONFIRM });
    await eventually(async () => {
      const there = (await button.count()) > 0;
      return there && (await button.getAttribute('aria-disabled')) !== 'true';
    });
    expect(await bidCount()).to.equal(0);
  };

  it('does not take the second of two quick taps for a yes to a typing error', async () => {
    await field().fill('1000000');
    await page.evaluate(TAP_TWICE);
    await isAsked();
    await page.getByRole('button', { name: CONFIRM }).click();
    await eventually(async () => (await bidCount()) === 1);
  });

  it('does not take a key that is held down for a yes either', async () => {
    await field().fill('1000000');
    for (let stroke = 0; stroke < STROKES; stroke += 1) await page.keyboard.down('Enter');
    await eventually(async () => (await page.getByRole('button', { name: CONFIRM }).count()) > 0);
    for (let stroke = 0; stroke < STROKES; stroke += 1) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await isAsked();
  });

  it('sends one bid however many clicks come before the page has drawn the first', async () => {
    let sent = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/bids')) sent += 1;
    });
    await page.evaluate(CLICK_THRICE);
    await page.getByText('최고 입찰 중이에요').first().waitFor();
    expect(sent).to.equal(1);
    expect(await page.locator('.bid-form [role=alert]').innerText()).to.equal('');
  });

  it('deletes the digit beside a comma, and reads full-width digits', async () => {
    await field().fill('1200000');
    await field().press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Backspace');
    expect(await field().inputValue()).to.equal('200,000');
    await field().fill('５０００００');
    expect(await field().inputValue()).to.equal('500,000');
  });

  it('enters once what an input method composes', async () => {
    const debug = await page.context().newCDPSession(page);
    await field().fill('');
    for (const text of ['１', '１２']) {
      const at = { selectionStart: text.length, selectionEnd: text.length };
      await debug.send('Input.imeSetComposition', { text, ...at });
    }
    await debug.send('Input.insertText', { text: '１２' });
    await page.keyboard.type('000');
    expect(await field().inputValue()).to.equal('12,000');
    await debug.detach();
  });

  it('shows a corrected amount in the field before Enter may bid it', async () => {
    await field().fill('500');
    await page.keyboard.press('Enter');
    await eventually(async () => (await field().inputValue()) === '10,000');
    expect(await bidCount()).to.equal(0);
    await page.keyboard.press('Enter');
    await eventually(async () => (await bidCount()) === 1);
  });
});
