import process from 'node:process';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findProgram } from '../services/programs.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const WHOLE_BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];
/** The same engine without a browser around it, which takes two thirds of the processor time for a page. */
const ENGINE = 'chromium-headless-shell';

const WAIT_MAX_MS = 10_000;
const SHOWN_MAX_CHARACTERS = 2_000;

const openPages = new Set<Page>();

// What a page showed when a walk failed cannot be seen afterwards in a log, unless it is told.
afterEach(async function tellWhatIsShown() {
  if (this.currentTest?.state !== 'failed') return;
  for (const page of openPages) {
    const shown = await page.locator('body').innerText({ timeout: 1_000 }).catch(String);
    process.stdout.write(`  at ${page.url()}:\n${shown.slice(0, SHOWN_MAX_CHARACTERS)}\n`);
  }
});

/**
 * A real headless Chromium, `whole` for what its engine cannot alone, such as pushes; without one the tests of this
 * hook's suite are skipped, with the reason.
 */
export async function browserOrSkip(hook: Mocha.Context, { whole = false } = {}): Promise<Browser> {
  const opened = await openBrowser(whole);
  if (typeof opened !== 'string') return opened;
  process.stdout.write(`  skipped: ${opened}\n`);
  return hook.skip();
}

async function openBrowser(whole: boolean): Promise<Browser | string> {
  const executablePath =
    process.env['CHROMIUM_PATH'] || findProgram(...(whole ? [] : [ENGINE]), ...WHOLE_BROWSERS);
  if (!executablePath) {
    return 'no Chromium on this machine; install it (apt-get install chromium) or set CHROMIUM_PATH';
  }
  return await chromium.launch({ executablePath, args: ARGS, headless: true });
}

/**
 * A window of its own, as another person on another machine would have who has asked for less motion: without a
 * graphics card a dot that pulses takes a third of a processor, of which the walks share two with all other tests.
 */
export async function openWindow(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'ko-KR',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(WAIT_MAX_MS);
  context.on('page', (page) => {
    openPages.add(page);
    page.once('close', () => openPages.delete(page));
  });
  return await context.newPage();
}

/** Logs in by the form, wherever that leads back to: to a page on which nothing goes on, unless told. */
export async function logInByForm(page: Page, email: string, next = '/rules'): Promise<void> {
  await page.goto(`/login?next=${encodeURIComponent(next)}`);
  await page.getByLabel('이메일').fill(email);
  await page.getByLabel('비밀번호').fill('demo-password');
  await page.locator('form').getByRole('button', { name: '로그인' }).click();
  await page.getByTestId('nickname').waitFor({ state: 'attached' });
}
