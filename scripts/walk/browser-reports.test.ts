import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { and, eq } from 'drizzle-orm';
import type { Browser, Page } from 'playwright-core';
import { questions, ratings, reports } from '@sagopalgo/core/mysql/asking-schema.ts';
import { addUser, eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { addNewcomer } from './newcomer.ts';
import { listThing, logIn } from './people.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const QUESTION = '연락처 알려 주세요';
const ANSWER = '여기 말고 밖에서 거래해요';
const RATING = '욕을 잔뜩 적은 평가';
const TITLE = '신고될 물건';

describe('reports in a real browser', function reporting() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let person: Page;
  let operator: Page;
  let sellerId: string;
  let auctionId: string;
  let reporterId: string;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    const { url } = system.marketplace;
    const [seller, reporter] = [await addNewcomer(system), await addNewcomer(system)];
    ({ userId: sellerId } = seller);
    ({ userId: reporterId } = reporter);
    const caller = await logIn(url, { email: seller.email, password: 'demo-password' });
    auctionId = await listThing(url, caller, { title: TITLE, startKrw: 10_000 });
    await beSaid();
    [person, operator] = [await openWindow(browser, url), await openWindow(browser, url)];
    await logInByForm(person, reporter.email, `/auctions/${auctionId}`);
    await logInByForm(operator, 'operator@demo.test');
  });
  after(() => browser?.close());

  /** A question with its answer, and a rating, by others. */
  async function beSaid(): Promise<void> {
    const [askerId, raterId] = [await addUser(system.db), await addUser(system.db)];
    const nowMs = Date.now();
    await system.db.insert(questions).values({
      ...{ questionId: randomUUID(), auctionId, askerId, askerOrdinal: 1, visibility: 'public' },
      ...{ text: QUESTION, sentHash: 'a'.repeat(64), askedAtMs: nowMs },
      ...{ answer: ANSWER, answeredAtMs: nowMs },
    });
    await system.db.insert(ratings).values({
      ...{ ratingId: randomUUID(), orderId: randomUUID(), auctionId, side: 'buyer', raterId },
      ...{ ratedId: sellerId, stars: 1, text: RATING, ratedAtMs: nowMs, shownAtMs: nowMs },
    });
  }
  async function report(what: string): Promise<void> {
    await person.getByRole('button', { name: `${what} 신고` }).click();
    const question = person.getByRole('alertdialog');
    await question.getByRole('button', { name: '신고하기' }).click();
    await question.getByText('이유를 골라 주세요.').waitFor();
    await question.getByRole('button', { name: /이유/ }).click();
    await person.getByRole('option').first().click();
    await question.getByLabel('자세한 내용').fill(`${what}가 이상해요`);
    await question.getByRole('button', { name: '신고하기' }).click();
    await question.waitFor({ state: 'detached' });
  }
  /** Does something about the report of what was said. */
  async function decide(said: string, [button, label, yes]: [string, string, string]) {
    const card = operator.getByTestId('report').filter({ hasText: said });
    await card.getByRole('button', { name: button, exact: true }).click();
    await operator.getByLabel(label).fill('확인했어요.');
    await operator.getByRole('button', { name: yes }).click();
    await card.waitFor({ state: 'detached' });
  }

  it('are made of an auction, a question, its answer, a rating and a seller', async () => {
    for (const what of ['이 경매', '이 질문', '이 답']) await report(what);
    expect(await person.getByText('신고했어요. 운영자가 확인할게요.').count()).to.equal(3);
    await person.goto(`/sellers/${sellerId}`);
    for (const what of ['이 평가', '이 판매자']) await report(what);
    const made = await system.db.select().from(reports).where(eq(reports.reporterId, reporterId));
    expect(made.map(({ kind }) => kind)).to.have.members([
      ...['auction', 'question', 'answer', 'rating', 'person'],
    ]);
  });

  it('have an operator hide what was said, and show it again', async () => {
    await operator.goto('/operator/reports');
    await decide(ANSWER, ['숨기기', '숨기는 이유', '네, 숨길게요']);
    await decide(RATING, ['숨기기', '숨기는 이유', '네, 숨길게요']);
    await person.reload();
    await person.getByText('운영자가 숨긴 평가예요.').waitFor();
    await person.goto(`/auctions/${auctionId}`);
    await person.getByText(QUESTION).waitFor();
    expect(await person.getByText(ANSWER).count()).to.equal(0);
    await operator.getByText('숨긴 신고').click();
    await decide(ANSWER, ['다시 보이기', '다시 보이는 이유', '네, 다시 보일게요']);
    await person.reload();
    await person.getByText(ANSWER).waitFor();
  });

  it('end as nothing wrong, and not before', async () => {
    await operator.getByText('확인할 신고').click();
    await decide(QUESTION, ['문제없음', '그렇게 본 이유', '네, 끝낼게요']);
    const own = (state: 'open' | 'hidden' | 'dismissed') =>
      system.db.$count(reports, and(eq(reports.reporterId, reporterId), eq(reports.state, state)));
    await eventually(async () => (await own('dismissed')) === 2);
    expect([await own('hidden'), await own('open')]).to.deep.equal([1, 2]);
  });
});
