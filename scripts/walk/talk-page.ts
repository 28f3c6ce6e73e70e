import type { Locator, Page } from 'playwright-core';

/** Where the parties of an order write to each other. */
export function talkField(page: Page): Locator {
  return page.getByRole('textbox', { name: '메시지', exact: true });
}

/** Says something in the talk of the order's page. */
export async function write(page: Page, text: string): Promise<void> {
  await talkField(page).fill(text);
  await talkField(page).press('Enter');
}

/** What was said with these words. */
export function said(page: Page, text: string): Locator {
  return page.getByTestId('talk-message').filter({ hasText: text });
}
