import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, openWindow } from './browser.ts';
import { ask } from './people.ts';
import { walkSystem } from './walk-system.ts';

const PICTURES_WITHIN_MS = 10_000;
/** What is called good; above it one feels that a page jumps. */
const SHIFT_MAX = 0.1;
/** Runs in the page before anything else: adds up what moves without having been asked to. */
const ADD_UP = `
  globalThis.shifted = 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) {
      if (!hadRecentInput) globalThis.shifted += value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
`;
/** Runs in the page: whether every picture that can be seen is there. */
const ALL_PICTURES = `[...document.images]
  .filter((image) => image.getBoundingClientRect().top < innerHeight)
  .every((image) => image.complete && image.naturalWidth > 0)`;
/** Runs in the page: what has moved by the time that it has been drawn twice more. */
const SHIFTED = `new Promise((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(globalThis.shifted)));
})`;

describe('a page that fills in a real browser', function steady() {
  this.timeout(90_000);
  let browser: Browser;
  let url: string;
  let places: [path: string, filled: string][];

  before(async function open() {
    browser = await browserOrSkip(this);
    url = (await walkSystem()).marketplace.url;
    type Shown = { auctionId: string; images: object[] };
    const { items } = await ask<{ items: Shown[] }>(url, '/auctions?state=coming&limit=100');
    const pictured = items.find(({ images }) => images.length > 0);
    places = [
      ['/', '.day-bar, .grid .card, .notice'],
      ['/?state=coming', '.grid .card h3'],
      [`/?state=coming&q=${encodeURIComponent('시계')}`, '.grid .card h3'],
      [`/auctions/${pictured?.auctionId ?? ''}`, '.gallery .main img'],
    ];
  });
  after(async () => {
    await browser?.close();
  });

  for (const width of [360, 1280]) {
    it(`moves next to nothing that was shown already, at ${width} px`, async () => {
      for (const [path, filled] of places) {
        const page = await openWindow(browser, url, {
          viewport: { width, height: 740 },
          // Most people see what moves.
          reducedMotion: 'no-preference',
        });
        await page.addInitScript(ADD_UP);
        await page.goto(path);
        await page.locator(filled).first().waitFor();
        await page.locator('main .bone').first().waitFor({ state: 'detached' });
        await eventually(() => page.evaluate<boolean>(ALL_PICTURES), PICTURES_WITHIN_MS);
        await page.evaluate('document.fonts.ready.then(() => undefined)');
        expect(await page.evaluate(SHIFTED), `${path} at ${width} px`).to.be.below(SHIFT_MAX);
        await page.context().close();
      }
    });
  }
});
