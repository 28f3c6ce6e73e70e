import type { Page } from 'playwright-core';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { listAuction } from './list-auction.ts';
import { ask, buyNow, logIn } from './people.ts';
import type { WalkSystem } from './walk-system.ts';

/** What was won by a demo account, and is to be paid for. */
export interface WonThing {
  email: string;
  auctionId: string;
  orderId: string;
  amountKrw: number;
}

/** Has a demo account buy a thing at once, by the API, which is the quickest way to an order. */
export async function winThing(
  system: WalkSystem,
  email: string,
  amountKrw: number,
): Promise<WonThing> {
  const { url } = system.marketplace;
  const winner = await logIn(url, { email, password: 'demo-password' });
  const options = `--closes-in 10m --start 1000 --unit 1000 --buy-now ${amountKrw}`;
  const { auctionId } = await listAuction(system, options);
  await buyNow(url, winner, auctionId);
  const won = await eventually(async () => {
    const { items } = await ask<{ items: { auctionId: string; orderId: string }[] }>(
      url,
      '/users/me/wins',
      winner,
    );
    return items.find((item) => item.auctionId === auctionId);
  });
  return { email, auctionId, orderId: won.orderId, amountKrw };
}

/** Writes an address into the form. */
export async function fillAddress(page: Page): Promise<void> {
  await page.getByLabel('받는 분').fill('김하나');
  await page.getByLabel('전화번호').fill('010-1234-5678');
  await page.getByLabel('우편번호').fill('04524');
  await page.getByLabel('주소', { exact: true }).fill('서울 중구 세종대로 110');
}

/** Chooses a method in the widget, agrees to its terms, and goes to Toss. */
export async function goToToss(page: Page, method = '카드'): Promise<void> {
  await page.locator('[data-testid=widget][data-state=ready]').waitFor();
  await page.frameLocator('iframe[src*="methods"]').getByLabel(method).check();
  const terms = page.frameLocator('iframe[src*="agreement"]').getByRole('checkbox');
  await terms.first().waitFor();
  for (const term of await terms.all()) await term.check();
  await page.getByRole('button', { name: /원 결제하기$/ }).click();
  await page.waitForURL(/\/__sim\/checkout\//);
}

/** Answers at Toss, and waits for the way back. */
export async function answerAtToss(page: Page, answer: '승인' | '거절' | '취소'): Promise<void> {
  await page.getByRole('button', { name: answer, exact: true }).click();
  await page.waitForURL(/\/pay\/(success|fail)\?/);
}

/** What became of it, once the page says so. */
export async function untilResult(page: Page, kind: string): Promise<string> {
  const result = page.locator(`[data-testid=pay-result][data-kind=${kind}]`);
  await result.waitFor();
  return await result.innerText();
}
