import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { orders, tillTerms } from '@sagopalgo/core/mysql/till-schema.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Browser, Page } from 'playwright-core';
import { browserOrSkip, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

/** More than anybody bids in another walk. */
const ABOVE_KRW = 5_000_000_000;
const PRICE = '6,000,000,000원';
const PASSWORD = 'walking-together';
const PHONE = { width: 360, height: 780 };

describe('proving an address in a real browser', function verifying() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let page: Page;
  let mailbox: Page;
  const name = randomBytes(5).toString('hex');
  const email = `${name}@walk.test`;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    await setTerms({ provenAboveKrw: ABOVE_KRW });
    page = await openWindow(browser, system.marketplace.url, { viewport: PHONE });
    mailbox = await openWindow(browser, system.marketplace.mailUrl ?? '');
  });
  after(async () => {
    await browser?.close();
    if (system) await setTerms({});
  });

  const setTerms = (terms: object) =>
    system.db.insert(tillTerms).values({
      ...{ terms: JSON.stringify(terms), operatorId: 'o', reason: 'walk', setAtMs: 1 },
    });
  const state = () => page.getByTestId('email-state').innerText();

  /** The links that were sent so far, the newest first. */
  const linksSent = async (): Promise<string[]> => {
    await mailbox.goto('/');
    const mails = mailbox.locator(`[data-testid=mail][data-to="${email}"]`);
    const links = await mails.locator('pre a').all();
    return await Promise.all(links.map(async (link) => (await link.getAttribute('href')) ?? ''));
  };
  const untilSent = (count: number) =>
    eventually(async () => {
      const links = await linksSent();
      return links.length === count && links;
    }, 15_000);

  async function signUp(): Promise<void> {
    await page.goto('/sign-up?next=/me/account');
    await page.getByLabel('닉네임').fill(name);
    await page.getByLabel('이메일').fill(email);
    await page.getByLabel('비밀번호').fill(PASSWORD);
    await page.getByText('이용약관과 개인정보 수집에 동의해요').click();
    await page.getByRole('button', { name: '가입하기' }).click();
    await page.getByTestId('email-state').waitFor();
  }

  /** By the dock and the sheet that comes up from it. */
  async function bid(): Promise<void> {
    await page.getByRole('button', { name: `${PRICE} 입찰`, exact: true }).click();
    await page.getByRole('button', { name: `${PRICE}에 입찰하기` }).click();
  }

  async function payForSomething(): Promise<void> {
    const me = await page.evaluate(async () => {
      const answer = await fetch('/api/v1/users/me');
      return (await answer.json()) as { userId: string };
    });
    await system.db.insert(orders).values({
      ...{ orderId: randomUUID(), auctionId: randomUUID(), attempt: 1, buyerId: me.userId },
      ...{ sellerId: 'nobody', amountKrw: 1_000, state: 'paid', stateAtMs: 1, payByMs: 1 },
      createdAtMs: 1,
    });
  }

  it('begins unverified, with a mail that came with the sign-up', async () => {
    await signUp();
    expect(await state()).to.equal('확인 안 됨');
    expect(await page.getByTestId('email').innerText()).to.equal(email);
    const [link] = await untilSent(1);
    expect(link).to.contain(`${system.marketplace.url}/verify-email#token=`);
  });

  it('leads from a bid that is refused for it to the account', async () => {
    await payForSomething();
    const options = `--closes-in 10m --start ${ABOVE_KRW + 1_000_000_000} --unit 1000000`;
    const { auctionId } = await listAuction(system, options);
    await page.goto(`/auctions/${auctionId}`);
    await bid();
    await page.getByText(/이메일을 확인하고 결제해 본 분만/).waitFor();
    await page.getByRole('link', { name: '이메일 확인하러 가기' }).click();
    await page.waitForURL('**/me/account');
    await page.getByText('높은 금액에 입찰하려면').waitFor();
  });

  it('sends a new link on request, which makes the first one useless', async () => {
    await page.getByRole('button', { name: '확인 메일 새로 받기' }).click();
    await page.getByTestId('proof-sent').waitFor();
    const [, first] = await untilSent(2);
    const other = await openWindow(browser, system.marketplace.url);
    await other.goto(first ?? '');
    await other.getByRole('button', { name: '이메일 확인하기' }).click();
    await other.getByText('쓸 수 없는 링크예요').first().waitFor();
    await other.getByRole('link', { name: '로그인하고 새로 받기' }).waitFor();
    await other.context().close();
  });

  it('is done on another device by the mail’s link, and seen here without reloading', async () => {
    const [newest] = await linksSent();
    const asked: string[] = [];
    const device = await openWindow(browser, system.marketplace.url, { viewport: PHONE });
    device.on('request', (request) => asked.push(request.url()));
    await device.goto(newest ?? '');
    await device.getByText('가입하지 않았다면 누르지 마세요').waitFor();
    expect(new URL(device.url()).hash).to.equal('');
    expect(await state()).to.equal('확인 안 됨');
    await device.getByRole('button', { name: '이메일 확인하기' }).click();
    await device.getByTestId('verified').waitFor();
    expect(await device.getByTestId('verified').innerText()).to.contain(email);
    await device.getByRole('link', { name: '로그인하기' }).waitFor();
    const token = newest?.split('token=')[1] ?? 'none';
    expect(asked.filter((url) => url.includes('/api/') && url.includes(token))).to.deep.equal([]);
    await device.context().close();
    await eventually(async () => (await state()) === '확인됨');
  });

  it('lets the very bid through that was refused before', async () => {
    await page.goBack();
    await bid();
    await page.getByTestId('standing').getByText('최고 입찰 중이에요').first().waitFor();
  });

  it('says plainly that nothing is left to do where a link is followed once more', async () => {
    const [newest] = await linksSent();
    await page.goto(newest ?? '');
    await page.getByRole('button', { name: '이메일 확인하기' }).click();
    await page.getByText('내 이메일은 이미 확인돼 있어요').waitFor();
    await page.goto('/verify-email');
    await page.getByText('링크가 온전하지 않아요').waitFor();
  });
});
