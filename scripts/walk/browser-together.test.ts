import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { followNotice, headingsOfNotices, untilUnread } from './bell.ts';
import { browserOrSkip, openWindow } from './browser.ts';
import { keepOpen } from './keep-open.ts';
import { listAuction } from './list-auction.ts';
import type { ListedAuction } from './list-auction.ts';
import { looksRight } from './looks-right.ts';
import { answerAtToss, fillAddress, goToToss, untilResult } from './pay-at-toss.ts';
import { bid, signUp } from './people.ts';
import type { Caller } from './people.ts';
import { completeSignUp, goByProvider } from './sign-up-by-provider.ts';
import { said, talkField, write } from './talk-page.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

/** Two browsers at once on a machine that has other things to do. */
const PATIENCE_MS = 30_000;
const PHONE = { width: 360, height: 780 };
const CLOSES_IN_MS = 30_000;
/** What the bids and what is told of them take. */
const BIDDING_MS = 15_000;
const LAST_BID_MS = 6_000;
/** Between the closing and the order, on a slow machine. */
const UNTIL_SETTLED_MS = 30_000;

const QUESTION = '뚜껑 안쪽에 금 간 곳이 있나요?';
const ANSWER = '금 간 곳은 없고, 손잡이에 작은 흠이 하나 있어요.';

describe('two people in two browsers, from signing in to rating each other', function together() {
  this.timeout(180_000);
  let system: WalkSystem;
  let browser: Browser;
  /** At a desk, on the very same page from the sign-in on: nothing of it is ever loaded anew. */
  let seller: Page;
  /** On a phone. */
  let buyer: Page;
  let rival: Caller;
  let auction: ListedAuction;
  let place: string;
  const sellerName = `팔이${randomBytes(4).toString('hex')}`;
  const buyerName = `산이${randomBytes(4).toString('hex')}`;
  const sellerEmail = `${randomBytes(5).toString('hex')}@walk.test`;
  const buyerEmail = `${randomBytes(5).toString('hex')}@walk.test`;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    const { url } = system.marketplace;
    seller = await openWindow(browser, url);
    buyer = await openWindow(browser, url, { viewport: PHONE });
    for (const page of [seller, buyer]) page.setDefaultTimeout(PATIENCE_MS);
    rival = await signUp(system);
  });
  beforeEach(function goOn() {
    // Each step begins where the one before has ended.
    if (this.test?.parent?.tests.some(({ state }) => state === 'failed')) this.skip();
  });
  after(() => browser?.close());

  const stands = (page: Page, words: string, timeout?: number) =>
    page
      .getByTestId('standing')
      .getByText(words)
      .waitFor(timeout === undefined ? {} : { timeout });
  const untilOrder = (page: Page, state: string) =>
    page.locator(`[data-testid=order-status][data-state=${state}]`).waitFor();
  const bidFromDock = async (amount: string): Promise<void> => {
    await buyer.getByRole('button', { name: `${amount} 입찰`, exact: true }).click();
    const sheet = buyer.getByRole('dialog', { name: '입찰하기' });
    await sheet.getByRole('button', { name: `${amount}에 입찰하기` }).click();
    await sheet.waitFor({ state: 'detached' });
    await stands(buyer, '최고 입찰 중이에요');
  };

  it('sign in by Google and by Kakao, and come back to where they were', async () => {
    await seller.goto('/login');
    await goByProvider(seller, 'google', sellerEmail);
    await completeSignUp(seller, { nickname: sellerName });
    await seller.getByRole('link', { name: `${sellerName} 님의 내 정보` }).waitFor();
    await seller.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
    const options = `--closes-in ${CLOSES_IN_MS}ms --start 10000 --unit 1000`;
    auction = await listAuction(system, `${options} --seller ${sellerEmail}`);
    place = `/auctions/${auction.auctionId}`;
    await buyer.goto(place);
    await buyer.getByRole('link', { name: '로그인하고 물어보기' }).click();
    await goByProvider(buyer, 'kakao', buyerName);
    await completeSignUp(buyer, { nickname: buyerName, email: buyerEmail });
    await buyer.waitForURL(`**${place}`);
    await buyer.getByRole('button', { name: `${buyerName} 님의 메뉴` }).waitFor();
  });

  it('ask, are led to the question by the bell, and answer', async () => {
    await buyer.getByRole('textbox', { name: '판매자에게 물어보기' }).fill(QUESTION);
    await buyer.getByRole('button', { name: '질문하기' }).click();
    await buyer.getByTestId('question').getByText(QUESTION).waitFor();
    await untilUnread(seller, 1);
    await followNotice(seller, '새 질문이 왔어요', `**${place}#questions`);
    await untilUnread(seller, 0);
    const asked = seller.getByTestId('question');
    await asked.getByText(QUESTION).waitFor();
    expect(await asked.innerText())
      .to.include('질문자 1')
      .and.not.include(buyerName);
    await asked.getByRole('button', { name: '답하기' }).click();
    await asked.getByRole('textbox', { name: '답', exact: true }).fill(ANSWER);
    await asked.getByRole('button', { name: '답하기' }).click();
    await buyer.getByTestId('answer').getByText(ANSWER).waitFor();
    await untilUnread(buyer, 1);
  });

  it('bid, see it at once, and are told of being outbid', async () => {
    const { auctionId } = auction;
    await keepOpen(system, auctionId, BIDDING_MS);
    await bidFromDock('10,000원');
    await seller.getByTestId('price').filter({ hasText: '10,000' }).waitFor();
    expect(await bid(system.marketplace.url, rival, auctionId, 11_000)).to.include({ status: 201 });
    await stands(buyer, '다른 분이 더 높게 입찰했어요');
    await untilUnread(buyer, 2);
    await followNotice(buyer, '다른 분이 더 높게 입찰했어요', `**${place}`);
    await keepOpen(system, auctionId, LAST_BID_MS);
    await bidFromDock('12,000원');
    await seller.getByTestId('price').filter({ hasText: '12,000' }).waitFor();
  });

  it('win and sell at the closing', async () => {
    await stands(buyer, '낙찰받았어요', CLOSES_IN_MS + UNTIL_SETTLED_MS);
    await seller
      .getByTestId('own-auction')
      .getByText('12,000원에 팔렸어요')
      .waitFor({ timeout: UNTIL_SETTLED_MS });
    await untilUnread(buyer, 2);
    await looksRight(buyer);
  });

  it('pay, of which the seller is told', async () => {
    await buyer.getByRole('link', { name: /원 결제하기$/ }).click();
    await buyer.waitForURL('**/pay');
    await fillAddress(buyer);
    await goToToss(buyer);
    await answerAtToss(buyer, '승인');
    await untilResult(buyer, 'paid');
    await buyer.getByRole('link', { name: '주문 보기' }).click();
    await untilOrder(buyer, 'paid');
    await buyer.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
    await untilUnread(seller, 1);
    await followNotice(seller, '구매자가 결제했어요', '**/orders/*');
    await seller.getByTestId('delivery-address').getByText('김하나').waitFor();
  });

  it('talk about the order', async () => {
    for (const page of [buyer, seller]) await talkField(page).waitFor();
    await write(buyer, '포장을 꼼꼼히 부탁드려요');
    await said(seller, '포장을 꼼꼼히 부탁드려요').waitFor();
    await write(seller, '두 겹으로 싸서 보낼게요');
    await said(buyer, '두 겹으로 싸서 보낼게요').waitFor();
  });

  it('send and receive', async () => {
    await seller.getByRole('button', { name: /택배사/ }).click();
    await seller.getByRole('option', { name: 'CJ대한통운' }).click();
    await seller.getByRole('textbox', { name: '송장 번호' }).fill('686540012345');
    await seller.getByRole('button', { name: '발송했다고 알리기' }).click();
    await untilOrder(buyer, 'shipped');
    await buyer.getByTestId('order-shipment').getByText('686540012345').waitFor();
    await buyer.getByRole('button', { name: '물건을 받았어요' }).click();
    await untilOrder(seller, 'delivered');
    await buyer.getByRole('button', { name: '구매확정하기' }).click();
    await buyer.getByRole('button', { name: '네, 구매확정할게요' }).click();
    for (const page of [buyer, seller]) await untilOrder(page, 'received');
  });

  it('rate each other, and see nothing of it before both have', async () => {
    await rate(buyer, '5점', '설명 그대로였고 포장이 좋았어요.');
    await buyer.getByText('판매자도 평가하면 서로 보여요').waitFor();
    await looksRight(buyer);
    expect(await seller.getByTestId('rating').count()).to.equal(0);
    await rate(seller, '4점', '바로 결제해 주셨어요.');
    for (const [page, words] of [
      [seller, '설명 그대로였고 포장이 좋았어요.'],
      [buyer, '바로 결제해 주셨어요.'],
    ] as const) {
      await page.getByTestId('ratings').getByText(words).waitFor();
      expect(await page.getByTestId('rating').count()).to.equal(2);
    }
  });

  it('leave it to be read on the seller’s page', async () => {
    await buyer.getByRole('complementary', { name: '주문한 물건' }).getByRole('link').click();
    await buyer.waitForURL(`**${place}`);
    await buyer.getByRole('link', { name: sellerName }).click();
    await buyer.waitForURL('**/sellers/*');
    await buyer.getByTestId('seller-rating').getByText('설명 그대로였고').waitFor();
    const shown = await buyer.getByTestId('seller').innerText();
    expect(shown).to.include('1건').and.include('별 5.0');
    await looksRight(buyer);
  });

  it('were told everything once, in order, and had to load nothing anew', async () => {
    expect(await headingsOfNotices(seller)).to.deep.equal([
      ...['구매자가 결제했어요', '새 질문이 왔어요'],
    ]);
    expect(await headingsOfNotices(buyer)).to.deep.equal([
      ...['판매자가 물건을 보냈어요', '결제가 끝났어요', '낙찰받았어요'],
      ...['다른 분이 더 높게 입찰했어요', '질문에 답이 달렸어요'],
    ]);
    for (const page of [seller, buyer]) {
      expect(await page.evaluate(() => 'notReloaded' in globalThis)).to.equal(true);
    }
  });
});

async function rate(page: Page, stars: string, words: string): Promise<void> {
  const ratings = page.getByTestId('ratings');
  await ratings.getByText(stars, { exact: true }).click();
  await ratings.getByRole('textbox', { name: '한마디' }).fill(words);
  await ratings.getByRole('button', { name: '평가하기' }).click();
  await ratings.getByTestId('rating').getByText(words).waitFor();
}
