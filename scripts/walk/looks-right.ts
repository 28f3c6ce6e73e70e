import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { seriousFaults } from './serious-faults.ts';

const TOO_WIDE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Holds a page to what axe finds serious, and to its width. */
export async function looksRight(page: Page): Promise<void> {
  expect(await seriousFaults(page)).to.deep.equal([]);
  expect(await page.evaluate(TOO_WIDE), `${page.url()} is too wide`).to.equal(0);
}
