import { randomUUID } from 'node:crypto';
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
import { bid, consent, logIn } from './people.ts';
import type { Caller } from './people.ts';
import { letExpire } from './sweep-orders.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const RUNNER_UP = 'buyer7@demo.test';
const WINNER = 'buyer9@demo.test';
const CLOSES_IN_S = 25;
const START = '--start 10000 --unit 1000';

describe('a second chance in a real browser', function secondChance() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let page: Page;
  let winner: Caller;
  let runnerUp: Caller;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    const { url } = system.marketplace;
    winner = await logIn(url, { email: WINNER, password: 'demo-password' });
    runnerUp = await logIn(url, { email: RUNNER_UP, password: 'demo-password' });
    page = await openWindow(browser, url);
    await logInByForm(page, RUNNER_UP);
  });
  after(async () => {
    await browser?.close();
    // Whoever bids in another walk must not be kept out by this one.
    if (winner) {
      await system.db.delete(paymentDefaults).where(eq(paymentDefaults.bidderId, winner.userId));
    }
  });

  const consentLabel = () => page.getByTestId('consent').getByText('차순위 제안 받기');
  const consentBox = () => page.getByRole('checkbox', { name: '차순위 제안 받기' });
  const consents = async (auctionId: string): Promise<boolean[]> => {
    const rows = await system.db
      .select()
      .from(secondChanceConsents)
      .where(eq(secondChanceConsents.auctionId, auctionId));
    return rows.map(({ isGiven }) => isGiven);
  };
  const untilConsent = (auctionId: string, isGiven: boolean) =>
    eventually(async () => (await consents(auctionId))[0] === isGiven);
  const firstOrder = async (auctionId: string) => {
    const rows = await system.db.select().from(orders).where(eq(orders.auctionId, auctionId));
    return rows[0];
  };

  /** Opens the page of an auction that nobody has bid in, and that no slow machine sees the end of. */
  async function look(): Promise<ListedAuction> {
    const listed = await listAuction(system, `--closes-in 10m ${START}`);
    await page.goto(`/auctions/${listed.auctionId}`);
    return listed;
  }

  it('is consented to with a bid, not before, and can be taken back', async () => {
    const { auctionId } = await look();
    const check = consentLabel();
    await check.click();
    expect(await consents(auctionId)).to.deep.equal([]);
    await page.getByRole('button', { name: '10,000원에 입찰하기' }).click();
    await untilConsent(auctionId, true);
    await check.click();
    await untilConsent(auctionId, false);
    await check.click();
    await untilConsent(auctionId, true);
    await page.reload();
    await eventually(() => consentBox().isChecked());
  });

  it('is what was clicked last, however late what was asked before it is answered', async () => {
    const { auctionId } = await look();
    const isSaid = Promise.withResolvers<void>();
    const isShown = Promise.withResolvers<void>();
    await page.route('**/second-chance', async (route) => {
      const answer = await route.fetch();
      const isAsked = route.request().method() === 'GET';
      if (isAsked) await isSaid.promise;
      await route.fulfill({ response: answer });
      if (isAsked) isShown.resolve();
      else isSaid.resolve();
    });
    await consentLabel().click();
    await page.getByRole('button', { name: '10,000원에 입찰하기' }).click();
    await isShown.promise;
    await page.unroute('**/second-chance');
    await untilConsent(auctionId, true);
    await consentLabel().click();
    await untilConsent(auctionId, false);
    expect(await consentBox().isChecked()).to.equal(false);
  });

  for (const [how, isLost] of [
    ['under way', false],
    ['about to be lost', true],
  ] as const) {
    it(`is what was clicked last, while another answer is ${how}`, async () => {
      const { auctionId } = await look();
      await bid(system.marketplace.url, runnerUp, auctionId, 10_000);
      await page.reload();
      const isClicked = Promise.withResolvers<void>();
      const said: unknown[] = [];
      await page.route('**/second-chance', async (route) => {
        if (route.request().method() === 'GET') return await route.continue();
        said.push(route.request().postDataJSON());
        if (said.length > 1) return await route.continue();
        await isClicked.promise;
        return isLost ? await route.abort() : await route.continue();
      });
      await consentLabel().click();
      await eventually(async () => said.length === 1);
      await consentLabel().click();
      isClicked.resolve();
      await eventually(async () => said.length === 2);
      await untilConsent(auctionId, false);
      await page.unroute('**/second-chance');
      expect(said).to.deep.equal([{ isGiven: true }, { isGiven: false }]);
      expect(await consentBox().isChecked()).to.equal(false);
    });
  }

  it('comes when the winner does not pay, and leads to an order of one’s own', async () => {
    const { url } = system.marketplace;
    const { auctionId } = await listAuction(system, `--closes-in ${CLOSES_IN_S}s ${START}`);
    await consent(url, runnerUp, auctionId);
    await bid(url, runnerUp, auctionId, 10_000);
    await bid(url, winner, auctionId, 11_000);
    const order = await eventually(() => firstOrder(auctionId), 2 * CLOSES_IN_S * 1000);
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
      ...{ orderId: randomUUID(), auctionId: randomUUID() },
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
