import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SERIOUS = ['serious', 'critical'];

/** What of axe's rules can come out otherwise in other colours. */
export const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

interface Axe {
  run: (options: RunOptions) => Promise<AxeResults>;
}

/** What axe finds serious, by all of its rules or by some, as `rule: where it is`. */
export async function seriousFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Evaluated by the debugger, which the page's content security policy does not bind.
  await page.evaluate(AXE);
  // What is well need not be listed.
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) } as RunOptions;
  const { violations } = await page.evaluate((asked) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    return axe.run(asked);
  }, options);
  return violations
    .filter(({ impact }) => SERIOUS.includes(impact ?? ''))
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
