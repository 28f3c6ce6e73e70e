import type { Page } from 'playwright-core';

/** The record follows within a second, and what follows from the record a second later. */
const UNTIL_TOLD_MS = 30_000;

/** Waits until the bell says by itself that so many notices are unread. */
export async function untilUnread(page: Page, count: number): Promise<void> {
  const name = count === 0 ? '알림' : `알림, 읽지 않은 것 ${count}개`;
  const bell = page.getByRole('link', { name, exact: true }).and(page.getByTestId('bell'));
  await bell.waitFor({ timeout: UNTIL_TOLD_MS });
}

/** Goes by the bell to the newest notice of that heading, and where that leads. */
export async function followNotice(page: Page, heading: string, place: string): Promise<void> {
  await page.getByTestId('bell').click();
  await page.waitForURL('**/notices');
  await page.getByTestId('notice').filter({ hasText: heading }).first().click();
  await page.waitForURL(place);
}

/** The headings of all notices on the first page, the newest first. */
export async function headingsOfNotices(page: Page): Promise<string[]> {
  await page.getByTestId('bell').click();
  await page.waitForURL('**/notices');
  await page.getByTestId('notice').first().waitFor();
  const rows = await page.getByTestId('notice').locator('b').allInnerTexts();
  return rows.map((row) => row.replace(/^읽지 않음:\s*/, ''));
}
