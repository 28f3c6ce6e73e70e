import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SERIOUS = ['serious', 'critical'];

interface Axe {
  run: (options: RunOptions) => Promise<AxeResults>;
}

/** What axe finds serious, as `rule: where it is`. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's content security policy does not bind; once for each document.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(AXE);
  // What is well need not be listed.
  const options: RunOptions = { resultTypes: ['violations'] };
  const { violations } = await page.evaluate((asked) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    return axe.run(asked);
  }, options);
  return violations
    .filter(({ impact }) => SERIOUS.includes(impact ?? ''))
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
