import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import type { Question } from '@sagopalgo/core/contracts/questions.ts';
import { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { Answer, ApiUnderTest } from '../testing/api-under-test.ts';

const HALF_AN_HOUR_MS = 30 * 60_000;
const DAY_MS = 86_400_000;

type Person = Awaited<ReturnType<typeof addPersonWithToken>>;

describe('answers', () => {
  let api: ApiUnderTest;
  let nowMs: number;
  let seller: Person;
  let asker: Person;
  let auctionId: string;
  let question: Question;
  before(async () => {
    nowMs = Date.now();
    api = await startApi(() => ({ now: () => nowMs }));
    seller = await addPersonWithToken(api.deps);
    asker = await addPersonWithToken(api.deps);
  });
  after(() => api.end());
  beforeEach(async () => {
    nowMs = Date.now();
    ({ auctionId } = await addAuction(api.deps.db, { sellerId: seller.userId }));
    const body = { questionId: randomUUID(), visibility: 'public', text: '흠집이 있나요?' };
    const sent = { token: asker.token, body };
    question = questionOf(await api.call('POST', `/auctions/${auctionId}/questions`, sent));
  });

  const questionOf = ({ body }: Answer) => body as unknown as Question;
  const path = () => `/questions/${question.questionId}`;
  const answer = (text = '없어요.', revision = 1, by = seller): Promise<Answer> =>
    api.call('POST', `${path()}/answer`, { token: by.token, body: { revision, text } });
  const reword = (text: string, by = seller): Promise<Answer> =>
    api.call('PATCH', `${path()}/answer`, { token: by.token, body: { text } });
  const ask = (text: string): Promise<Answer> =>
    api.call('PATCH', path(), { token: asker.token, body: { text } });
  const read = async (by: Person | null = null): Promise<Question | undefined> => {
    const sent = by ? { token: by.token } : {};
    const { body } = await api.call('GET', `/auctions/${auctionId}/questions`, sent);
    return (body.items as unknown as Question[])[0];
  };
  const set = (given: Partial<typeof questions.$inferInsert>) =>
    api.deps.db.update(questions).set(given).where(eq(questions.questionId, question.questionId));
  const setAuction = (given: Partial<typeof auctions.$inferInsert>) =>
    api.deps.db.update(auctions).set(given).where(eq(auctions.auctionId, auctionId));

  it('are the seller’s alone, and given once however often they are sent', async () => {
    for (const by of [asker, await addPersonWithToken(api.deps, 'ADMIN')]) {
      expect((await answer('내가 답할게요.', 1, by)).body.code).to.equal('QUESTION_NOT_FOUND');
    }
    const sent = await Promise.all([answer(), answer(), answer()]);
    expect(sent.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    await setAuction({ state: 'sold', closesAtMs: nowMs - DAY_MS });
    expect((await answer()).status).to.equal(200);
    expect((await answer('있어요.')).body.code).to.equal('QUESTION_ANSWERED');
    expect((await read())?.answer).to.include({ text: '없어요.', edited: false });
  });

  it('are one, of two that are given at once', async () => {
    const sent = await Promise.all([answer('하나'), answer('둘')]);
    expect(sent.map(({ status }) => status)).to.have.members([200, 409]);
    const isFirst = sent[0]?.status === 200;
    expect((await read())?.answer?.text).to.equal(isFirst ? '하나' : '둘');
  });

  it('are not given to words that their seller has not read', async () => {
    await ask('수리한 적이 있나요?');
    expect((await answer('없어요.', 1)).body.code).to.equal('EDIT_CONFLICT');
    expect((await read())?.answer).to.equal(null);
    expect((await answer('없어요.', 2)).status).to.equal(200);
  });

  it('leave either the new words or the answer, when both come at once', async () => {
    const [asked, answered] = await Promise.all([ask('둘째 말'), answer('답')]);
    expect([asked?.status, answered?.status]).to.have.members([200, 409]);
    const told = await read();
    expect(told?.answer === null).to.equal(told?.text === '둘째 말');
  });

  it('may be given until a day after the closing', async () => {
    await setAuction({ state: 'sold', closesAtMs: nowMs - DAY_MS });
    expect((await answer()).body.code).to.equal('QUESTIONS_CLOSED');
    await setAuction({ state: 'cancelled', closesAtMs: nowMs });
    expect((await answer()).body.code).to.equal('QUESTIONS_CLOSED');
    await setAuction({ state: 'sold', closesAtMs: nowMs - DAY_MS + 1 });
    expect((await answer()).status).to.equal(200);
  });

  it('are worded anew by the seller for half an hour, which everybody sees', async () => {
    expect((await reword('새 답')).body.code).to.equal('QUESTION_NOT_FOUND');
    const answeredAtMs = nowMs;
    await answer();
    expect((await read(seller))?.answer?.changeableUntilMs).to.equal(
      answeredAtMs + HALF_AN_HOUR_MS,
    );
    expect((await read(asker))?.answer?.changeableUntilMs).to.equal(null);
    expect((await reword('새 답', asker)).body.code).to.equal('QUESTION_NOT_FOUND');
    nowMs = answeredAtMs + HALF_AN_HOUR_MS - 1;
    expect((await reword('새 답')).status).to.equal(200);
    expect((await read())?.answer).to.include({ text: '새 답', edited: true });
    nowMs += 1;
    expect((await reword('또 새 답')).body.code).to.equal('ANSWER_FINAL');
    expect((await reword('새 답')).status).to.equal(200);
  });

  it('stay as they are while their auction is hidden', async () => {
    await answer();
    await setAuction({ hiddenAtMs: nowMs });
    expect((await reword('새 답')).body.code).to.equal('AUCTION_HIDDEN');
  });

  it('hidden by an operator are seen by the seller and operators', async () => {
    await answer();
    await set({ answerHiddenAtMs: nowMs });
    for (const by of [null, asker]) expect((await read(by))?.answer).to.equal(null);
    for (const by of [seller, await addPersonWithToken(api.deps, 'ADMIN')]) {
      expect((await read(by))?.answer?.hidden).to.equal(true);
    }
    expect((await reword('다시')).body.code).to.equal('ANSWER_FINAL');
    expect((await answer('다시')).body.code).to.equal('QUESTION_ANSWERED');
  });

  it('take a thousand characters, and an answer says which words it is to', async () => {
    expect((await answer('가'.repeat(1_001))).body.code).to.equal('INVALID_REQUEST');
    const sent = { token: seller.token, body: { text: '없어요.' } };
    expect((await api.call('POST', `${path()}/answer`, sent)).body.code).to.equal(
      'INVALID_REQUEST',
    );
    expect((await answer('🙂'.repeat(1_000))).status).to.equal(200);
  });
});
