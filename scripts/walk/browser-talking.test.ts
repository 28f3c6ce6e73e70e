import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { openTestOrder } from '@sagopalgo/core/testing/booked-orders.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { looksRight } from './looks-right.ts';
import { photo } from './picture-files.ts';
import { seriousFaults } from './serious-faults.ts';
import { said, talkField, write } from './talk-page.ts';
import { walkSystem } from './walk-system.ts';

const PHONE = { width: 360, height: 740 };

describe('two people who talk in two browsers', function talking() {
  this.timeout(150_000);
  let browser: Browser;
  let buyer: Page;
  let seller: Page;
  let way: TalkWay;

  before(async function open() {
    browser = await browserOrSkip(this);
    const { db, marketplace } = await walkSystem();
    const idOf = async (name: string) => {
      const isThem = eq(users.email, `${name}@demo.test`);
      const [user] = await db.select().from(users).where(isThem);
      return String(user?.userId);
    };
    const parties = { buyerId: await idOf('buyer4'), sellerId: await idOf('seller3') };
    const { orderId } = await openTestOrder(db, parties);
    buyer = await openWindow(browser, marketplace.url);
    seller = await openWindow(browser, marketplace.url);
    way = await talkWay(buyer);
    await logInByForm(buyer, 'buyer4@demo.test', `/orders/${orderId}`);
    await buyer.setViewportSize(PHONE);
    await logInByForm(seller, 'seller3@demo.test', `/orders/${orderId}`);
  });
  after(() => browser?.close());
  before(async () => {
    // Both have entered the talk.
    for (const page of [buyer, seller]) await talkField(page).waitFor();
  });

  it('see what is said and typed at once, and that it was read', async () => {
    await talkField(buyer).fill('언제');
    await seller.getByText('님이 적고 있어요').waitFor();
    await write(buyer, '언제 보내 주시나요?');
    await said(seller, '언제 보내 주시나요?').waitFor();
    await seller.getByTestId('talk').scrollIntoViewIfNeeded();
    await said(buyer, '언제 보내 주시나요?').getByText('읽음').waitFor();
    await write(seller, '내일 보낼게요');
    await said(buyer, '내일 보낼게요').waitFor();
    await looksRight(buyer);
  });

  it('show each other pictures', async () => {
    const file = await photo('box.jpg', '#8aa');
    await buyer.locator('[data-testid=talk] input[type=file]').setInputFiles(file);
    for (const page of [buyer, seller]) {
      await page.getByTestId('talk-message').nth(2).waitFor({ timeout: 30_000 });
      await page.getByRole('img', { name: '보낸 사진' }).waitFor({ timeout: 30_000 });
    }
    expect(await buyer.getByTestId('talk-pending').count()).to.equal(0);
  });

  it('lose nothing when one is cut off: what was written goes out, and what was missed comes, once', async () => {
    way.cut();
    await buyer.getByText('연결이 끊겼어요').waitFor();
    await write(buyer, '끊긴 동안 적었어요');
    await buyer.getByTestId('talk-pending').waitFor();
    await write(seller, '그동안 보냈어요');
    await said(seller, '그동안 보냈어요').waitFor();
    way.open();
    await said(buyer, '그동안 보냈어요').waitFor({ timeout: 45_000 });
    await said(seller, '끊긴 동안 적었어요').waitFor({ timeout: 45_000 });
    await eventually(async () => (await buyer.getByTestId('talk-pending').count()) === 0);
    expect(await said(seller, '끊긴 동안 적었어요').count()).to.equal(1);
    expect(await said(buyer, '끊긴 동안 적었어요').count()).to.equal(1);
  });

  it('stop when one blocks the other, until it is taken back', async () => {
    await buyer.getByRole('button', { name: '차단', exact: true }).click();
    await buyer.getByRole('button', { name: '차단하기' }).click();
    await seller.getByText('지금은 메시지를 보낼 수 없어요.').waitFor();
    expect(await talkField(seller).count()).to.equal(0);
    await buyer.getByRole('button', { name: '차단 풀기' }).click();
    await talkField(seller).waitFor();
  });

  it('are read by an operator once one has reported the other, who ends it with a reason', async () => {
    await buyer.getByRole('button', { name: '신고', exact: true }).click();
    await buyer.getByLabel('신고하는 이유').fill('직접 송금하라고 해요.');
    await buyer.getByRole('button', { name: '신고하기' }).click();
    await buyer.getByText('신고했어요').waitFor();
    const { marketplace } = await walkSystem();
    const operator = await openWindow(browser, marketplace.url);
    await logInByForm(operator, 'operator@demo.test', '/operator/reports');
    const report = operator.getByTestId('talk-report');
    await report.getByText('직접 송금하라고 해요.').waitFor();
    await report.getByText('대화 읽기').click();
    await report.getByText('내일 보낼게요').waitFor();
    expect(await seriousFaults(operator)).to.deep.equal([]);
    await report.getByRole('button', { name: '처리했어요' }).click();
    await operator.getByLabel('무엇을 했나요?').fill('판매자에게 알렸어요.');
    await operator.getByRole('button', { name: '네, 끝낼게요' }).click();
    await operator.getByText('확인할 대화 신고가 없어요').waitFor();
    await operator.goto('/operator/audit');
    await operator.getByText('판매자에게 알렸어요.').waitFor();
  });
});

/** A page's way to talks, which can be cut. */
interface TalkWay {
  cut: () => void;
  open: () => void;
}

async function talkWay(page: Page): Promise<TalkWay> {
  const routes = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/\/api\/v1\/talk\//, (route) => {
    if (isCut) {
      void route.close();
      return;
    }
    route.connectToServer();
    routes.add(route);
  });
  return {
    cut: () => {
      isCut = true;
      for (const route of routes) void route.close();
      routes.clear();
    },
    open: () => {
      isCut = false;
    },
  };
}
