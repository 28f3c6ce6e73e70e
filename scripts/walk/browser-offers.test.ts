import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import {
  orders,
  paymentDefaults,
  secondChanceConsents,
} from '@sagopalgo/core/mysql/till-schema.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Browser, Page } from 'playwright-core';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import type { ListedAuction } from './list-auction.ts';
import { bid, logIn } from './people.ts';
import type { Caller } from './people.ts';
import { letExpire } from './sweep-orders.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const RUNNER_UP = 'buyer7@demo.test';
const WINNER = 'buyer9@demo.test';
const CLOSES_IN_S = 25;

describe('a second chance in a real browser', function secondChance() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let auction: ListedAuction;
  let page: Page;
  let winner: Caller;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    const { url } = system.marketplace;
    winner = await logIn(url, { email: WINNER, password: 'demo-password' });
    page = await openWindow(browser, url);
    await logInByForm(page, RUNNER_UP);
    auction = await listAuction(system, `--closes-in ${CLOSES_IN_S}s --start 10000 --unit 1000`);
    await page.goto(`/auctions/${auction.auctionId}`);
  });
  after(async () => {
    await browser?.close();
    // Whoever bids in another walk must not be kept out by this one.
    if (winner) {
      await system.db.delete(paymentDefaults).where(eq(paymentDefaults.bidderId, winner.userId));
    }
  });

  const consents = async (): Promise<boolean[]> => {
    const rows = await system.db
      .select()
      .from(secondChanceConsents)
      .where(eq(secondChanceConsents.auctionId, auction.auctionId));
    return rows.map(({ isGiven }) => isGiven);
  };
  const firstOrder = async () => {
    const rows = await system.db
      .select()
      .from(orders)
      .where(eq(orders.auctionId, auction.auctionId));
    return rows[0];
  };

  it('is consented to with a bid, not before, and can be taken back', async () => {
    const check = page.getByTestId('consent').getByText('차순위 제안 받기');
    await check.click();
    expect(await consents()).to.deep.equal([]);
    await page.getByRole('button', { name: '10,000원에 입찰하기' }).click();
    await eventually(async () => (await consents())[0] === true);
    await check.click();
    await eventually(async () => (await consents())[0] === false);
    await check.click();
    await eventually(async () => (await consents())[0] === true);
    await page.reload();
    const box = page.getByRole('checkbox', { name: '차순위 제안 받기' });
    await eventually(() => box.isChecked());
  });

  it('comes when the winner does not pay, and leads to an order of one’s own', async () => {
    await bid(system.marketplace.url, winner, auction.auctionId, 11_000);
    const order = await eventually(firstOrder, 2 * CLOSES_IN_S * 1000);
    await letExpire(system, order.orderId);
    await page.goto('/me/offers');
    const offer = page.getByTestId('my-offer').first();
    await offer.getByText('10,000원', { exact: true }).waitFor();
    await offer.getByRole('button', { name: '10,000원에 살게요' }).click();
    const question = page.getByRole('alertdialog');
    expect(await question.innerText()).to.contain('24시간 안에 결제해야 해요');
    await question.getByRole('button', { name: '네, 살게요' }).click();
    await page.locator('[data-testid=order-status][data-state=awaiting_payment]').waitFor();
    expect(await page.getByTestId('order-total').innerText()).to.equal('10,000원');
    expect(page.url()).not.to.contain(order.orderId);
  });

  it('costs the winner a default, and a second one the right to bid, both said plainly', async () => {
    const defaulter = await openWindow(browser, system.marketplace.url);
    await logInByForm(defaulter, WINNER, '/me/bids');
    await defaulter.getByText(/결제하지 않은 일이 1번 있어요\. 2번이 되면/).waitFor();
    await system.db.insert(paymentDefaults).values({
      ...{ orderId: `another-${auction.auctionId}`.slice(0, 36), auctionId: auction.auctionId },
      ...{ bidderId: winner.userId, amountKrw: 1000, defaultedAtMs: Date.now() },
    });
    await defaulter.reload();
    await defaulter.getByText(/까지 입찰할 수 없어요/).waitFor();
    const other = await listAuction(system, '--closes-in 10m --start 10000');
    await defaulter.goto(`/auctions/${other.auctionId}`);
    await defaulter.getByText(/까지 입찰할 수 없어요/).waitFor();
    expect(await defaulter.getByLabel('입찰 금액').count()).to.equal(0);
  });
});
