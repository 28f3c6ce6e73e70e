import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { eq } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { addAuction, addUser, eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import { addNewcomer } from './newcomer.ts';
import type { Newcomer } from './newcomer.ts';
import { bid, logIn } from './people.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const REASON = '신고를 받고 확인했어요.';
const MORE_WITHIN_MS = 500;
const CARD_WITHIN_MS = 20_000;
const TASK_WITHIN_MS = 15_000;

/** As the page asks for them. */
const PAGE_SIZE = 20;
/** What the page offers first. */
const MOVED_BY_MS = 600_000;

const PHONE_WIDTH_PX = 360;

describe('the operator’s day in a real browser', function operatorsDay() {
  this.timeout(120_000);
  let browser: Browser;
  let system: WalkSystem;
  let operator: Page;
  let bidder: Page;
  let stranger: Page;
  let newcomer: Newcomer;
  let auctionId: string;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    const { url } = system.marketplace;
    [operator, bidder, stranger] = await Promise.all([
      openWindow(browser, url),
      openWindow(browser, url),
      openWindow(browser, url),
    ]);
    ({ auctionId } = await listAuction(system, '--closes-in 20m --start 1000 --unit 100'));
    newcomer = await addNewcomer(system);
    await bid(url, await logIn(url, personOf(newcomer)), auctionId, 1_000);
    await logInByForm(operator, 'operator@demo.test', '/operator/day');
    await logInByForm(bidder, newcomer.email, `/auctions/${auctionId}`);
    await operator.setViewportSize({ width: PHONE_WIDTH_PX, height: 740 });
    await bidder.getByTestId('price').first().waitFor();
  });
  after(async () => {
    await browser?.close();
  });

  /** The auction's card in the day's list, wherever it stands in it. */
  async function card(): Promise<Locator> {
    const found = operator.locator(`[data-testid=day-auction][data-auction-id="${auctionId}"]`);
    await operator.getByTestId('day-auction').first().waitFor();
    await eventually(async () => {
      if ((await found.count()) > 0) return true;
      // It is gone once all pages are there.
      const more = operator.getByRole('button', { name: '더 보기' });
      await more.click({ timeout: MORE_WITHIN_MS }).catch(() => undefined);
      return false;
    }, CARD_WITHIN_MS);
    return found;
  }
  async function deeds(): Promise<Locator> {
    const of = await card();
    if ((await of.locator('details[open]').count()) === 0) await of.locator('summary').click();
    return of;
  }
  /** Answers a question: the button that brings it up, where its reason goes, and its yes. */
  async function answer(of: Locator, [button, label, yes]: [string, string, string]) {
    await of.getByRole('button', { name: button }).click();
    await operator.getByRole('button', { name: yes }).click();
    await operator.getByText('이유를 적어 주세요.').waitFor();
    await operator.getByLabel(label).fill(REASON);
    await operator.getByRole('button', { name: yes }).click();
    await operator.getByRole('alertdialog').waitFor({ state: 'detached' });
  }
  const untilTask = (of: Locator, state: string) =>
    of.locator(`[data-testid=task-word][data-state=${state}]`).waitFor({ timeout: TASK_WITHIN_MS });

  async function theRow() {
    const { db } = system;
    const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    if (!row) throw new Error('the auction is not in the record');
    return row;
  }

  it('has every auction with its state and price, on a phone', async () => {
    const of = await card();
    await of.getByText('1,000원').waitFor();
    await of.getByText('진행 중').waitFor();
    expect(await operator.getByTestId('day-counts').innerText()).to.contain('진행 중');
    const width = await operator.locator('html').evaluate((element) => element.scrollWidth);
    expect(width).to.be.at.most(PHONE_WIDTH_PX);
  });

  it('hides a listing from strangers, and from nobody who has bid', async () => {
    await answer(await deeds(), ['숨기기', '숨기는 이유', '네, 숨길게요']);
    await (await card()).getByText('숨김', { exact: true }).waitFor();
    await stranger.goto(`/auctions/${auctionId}`);
    await stranger.getByRole('heading', { name: '없는 페이지예요' }).waitFor();
    await bidder.reload();
    await bidder.getByTestId('hidden').getByText('숨김').waitFor();
    await answer(await deeds(), ['다시 보이기', '다시 보이는 이유', '네, 보일게요']);
    await stranger.reload();
    await stranger.getByTestId('price').first().waitFor();
  });

  it('moves a closing, which an open page tells', async () => {
    const { saleDate, closesAtMs } = await theRow();
    const sellerId = await addUser(system.db);
    const others = { sellerId, saleDate, closesAtMs: closesAtMs + MOVED_BY_MS / 2 };
    for (let each = 0; each <= PAGE_SIZE; each += 1) {
      await addAuction(system.db, { ...others, state: 'unsold' });
    }
    await answer(await deeds(), ['마감 옮기기', '옮기는 이유', '네, 옮길게요']);
    // It closes after a page of others now, so that its card is on no page that is read.
    const elsewhere = operator.locator(':not(article) > [data-testid=task-word]');
    await elsewhere.filter({ hasText: '마감 옮기기를 했어요.' }).waitFor();
    expect(await elsewhere.innerText()).to.contain((await theRow()).title);
    await system.db.delete(auctions).where(eq(auctions.sellerId, sellerId));
    await untilTask(await card(), 'done');
    await bidder.getByTestId('extended').getByText('운영자가 마감을 옮겼어요.').waitFor();
  });

  it('cancels a live auction: an open page says so, and there is no order', async () => {
    await answer(await deeds(), ['경매 취소', '취소하는 이유', '네, 취소할게요']);
    await untilTask(await card(), 'done');
    await bidder.getByText('취소된 경매예요.').first().waitFor();
    await (await card()).getByText('취소됨').waitFor();
    const order = eq(orders.auctionId, auctionId);
    expect(await system.db.$count(orders, order)).to.equal(0);
  });

  it('shuts an account: whoever is signed in is out and does not come in again', async () => {
    await operator.goto('/operator/people');
    await operator.getByLabel('닉네임 또는 이메일').fill(newcomer.email);
    await operator.getByRole('button', { name: '찾기' }).click();
    const person = operator.getByTestId('person');
    await answer(person, ['이용 정지', '정지하는 이유', '네, 멈출게요']);
    await person.getByText('이용 정지', { exact: true }).first().waitFor();
    await bidder.context().clearCookies();
    await bidder.goto('/login');
    await bidder.getByLabel('이메일').fill(newcomer.email);
    await bidder.getByLabel('비밀번호').fill('demo-password');
    await bidder.locator('form').getByRole('button', { name: '로그인' }).click();
    await bidder.getByText('운영자가 이용을 멈춘 계정이에요').waitFor();
    const refused = await logIn(system.marketplace.url, personOf(newcomer)).catch(
      (error: unknown) => error,
    );
    expect(refused).to.be.instanceOf(Error);
  });

  it('shows how the rooms are, and runs a function of the clock again', async () => {
    await operator.goto('/operator/health');
    await operator.getByTestId('room').filter({ hasText: '키퍼' }).first().waitFor();
    for (const room of ['API', '실시간 창']) {
      await operator.getByTestId('room').filter({ hasText: room }).first().waitFor();
    }
    // Those of other tests that end may still be among them.
    await operator.getByTestId('windows').filter({ hasText: '개, 연결 ' }).waitFor();
    const showing = operator.getByTestId('room').filter({ hasText: '입찰이 닿기까지' });
    await showing.filter({ hasText: '보내는 소식' }).first().waitFor();
    expect(await operator.getByTestId('waiting').innerText()).to.contain('입찰 기록');
    const job = operator.getByTestId('job').filter({ hasText: '하루 대조' });
    await answer(job, ['다시 돌리기', '다시 돌리는 이유', '네, 돌릴게요']);
    await untilTask(job, 'done');
    await operator.goto('/operator/troubles');
    await operator.getByTestId('reconciled').filter({ hasText: '장부' }).waitFor();
  });

  it('keeps all of that with who and why', async () => {
    await operator.goto('/operator/audit');
    const chosen = operator.locator('.operator-nav [aria-current]');
    await eventually(async () => {
      const box = await chosen.boundingBox();
      return box && box.x >= 0 && box.x + box.width <= PHONE_WIDTH_PX;
    });
    const entries = operator.getByTestId('audit-entry').filter({ hasText: REASON });
    const kinds = ['hide', 'unhide', 'extend', 'cancel', 'block', 'run-job'];
    await eventually(async () => (await entries.count()) >= kinds.length);
    for (const kind of kinds) {
      const entry = operator.locator(`[data-testid=audit-entry][data-kind="${kind}"]`).first();
      const told = await entry.innerText();
      expect(told, kind).to.contain(REASON);
      expect(told, kind).to.contain('했어요');
    }
  });
});

function personOf({ email }: Newcomer) {
  return { email, password: 'demo-password' };
}
