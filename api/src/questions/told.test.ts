import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { questionCalls } from '../testing/question-calls.ts';

type Person = Awaited<ReturnType<typeof addPersonWithToken>>;

describe('being told of questions', () => {
  let api: ApiUnderTest;
  let seller: Person;
  let asker: Person;
  let auctionId: string;
  before(async () => {
    api = await startApi();
    seller = await addPersonWithToken(api.deps);
    asker = await addPersonWithToken(api.deps);
    ({ auctionId } = await addAuction(api.deps.db, { sellerId: seller.userId }));
  });
  after(() => api.end());

  const { ask, asked, answer } = questionCalls(() => ({ api, auctionId }));
  async function toldTo({ userId }: Person) {
    const own = eq(notices.userId, userId);
    const rows = await api.deps.db.select().from(notices).where(own);
    return rows.map(({ kind, causeKey, auctionId: about }) => ({ kind, causeKey, about }));
  }

  it('tells the seller of a question once, however often it is sent', async () => {
    const { questionId } = await asked(asker, { text: '몇 년에 만든 건가요?' });
    await ask(asker, { questionId, text: '몇 년에 만든 건가요?' });
    const told = { kind: 'question', causeKey: questionId, about: auctionId };
    expect(await toldTo(seller)).to.deep.equal([told]);
    expect(await toldTo(asker)).to.deep.equal([]);
  });

  it('tells the asker of the answer once, however often it is sent', async () => {
    const question = await asked(asker, { text: '흠집이 있나요?' });
    await answer(seller, question, '없어요.');
    await answer(seller, question, '없어요.');
    const told = { kind: 'answer', causeKey: question.questionId, about: auctionId };
    expect(await toldTo(asker)).to.deep.equal([told]);
  });
});
