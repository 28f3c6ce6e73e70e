import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { and, eq } from 'drizzle-orm';
import { askQuestion } from '@sagopalgo/core/contracts/questions.ts';
import { askingTurns, questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import { takeAskingTurn } from '@sagopalgo/core/mysql/asking-turns.ts';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { untilWaiting } from '@sagopalgo/core/testing/until-waiting.ts';
import { addCategory, addPersonWithToken, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { newListing } from '../testing/listings.ts';
import { codesOf, questionCalls } from '../testing/question-calls.ts';

type Person = Awaited<ReturnType<typeof addPersonWithToken>>;

describe('questions that are asked while something else happens', () => {
  const nowMs = Date.now();
  let api: ApiUnderTest;
  let seller: Person;
  let asker: Person;
  let other: Person;
  let auctionId: string;
  before(async () => {
    api = await startApiAlone(() => ({ now: () => nowMs }));
    await addCategory(api.deps);
    [seller, asker, other] = [await person(), await person(), await person()];
  });
  after(() => api.end());
  beforeEach(async () => {
    auctionId = await listed();
  });

  const person = () => addPersonWithToken(api.deps);
  const listed = async (): Promise<string> =>
    (await addAuction(api.deps.db, { sellerId: seller.userId })).auctionId;
  const { ask, asked, answer } = questionCalls(() => ({ api, auctionId }));
  const setAuction = (given: Partial<typeof auctions.$inferInsert>) =>
    api.deps.db.update(auctions).set(given).where(eq(auctions.auctionId, auctionId));

  it('wait for no bid that is recorded and no closing, and neither waits for them', async () => {
    const isIt = eq(auctions.auctionId, auctionId);
    const given = await api.deps.db.transaction(async (recorder) => {
      await recorder.update(auctions).set({ recordedSeq: 1 }).where(isIt);
      return await Promise.all([ask(asker), ask(other)]);
    });
    expect(given.map(({ status }) => status)).to.deep.equal([201, 201]);
    await api.deps.db.transaction(async (slow) => {
      await takeAskingTurn(slow, auctionId);
      await setAuction({ closesAtMs: nowMs });
    });
    expect((await ask(asker)).body.code).to.equal('QUESTIONS_CLOSED');
  });

  it('are all asked where several wait for a turn that comes to nothing', async () => {
    const askers = [asker, other, await person()];
    const asking: ReturnType<typeof ask>[] = [];
    const broken = api.deps.db.transaction(async (tx) => {
      await takeAskingTurn(tx, auctionId);
      asking.push(...askers.map((each) => ask(each)));
      await untilWaiting(api.deps.db, askers.length);
      throw new Error('something else went wrong');
    });
    expect(await broken.catch((error: Error) => error.message)).to.include('went wrong');
    const given = await Promise.all(asking);
    expect(given.map(({ status }) => status)).to.deep.equal([201, 201, 201]);
    const aliases = given.map(({ body }) => askQuestion.reply.parse(body).alias);
    expect(new Set(aliases).size).to.equal(askers.length);
  });

  it('are answered though the server undoes it for somebody who does more', async () => {
    const question = await asked(asker);
    const { db } = api.deps;
    const answering: ReturnType<typeof answer>[] = [];
    await db.transaction(async (heavy) => {
      const items = Array.from({ length: 50 }, () => ({ userId: randomUUID(), auctionId }));
      await heavy.insert(watchlistItems).values(items.map((item) => ({ ...item, createdAtMs: 1 })));
      await heavy.select().from(notices).where(eq(notices.userId, asker.userId)).for('update');
      answering.push(answer(seller, question));
      await untilWaiting(db);
      // Each waits for the other now.
      const isIt = eq(questions.questionId, question.questionId);
      await heavy.update(questions).set({ editedAtMs: nowMs }).where(isIt);
    });
    expect((await Promise.all(answering)).map(({ status }) => status)).to.deep.equal([200]);
    const told = and(eq(notices.kind, 'answer'), eq(notices.causeKey, question.questionId));
    expect(await db.$count(notices, told)).to.equal(1);
  });

  it('are not asked of an auction that closed, or was hidden, while they waited', async () => {
    for (const [change, code] of [
      [{ closesAtMs: nowMs }, 'QUESTIONS_CLOSED'],
      [{ hiddenAtMs: nowMs }, 'AUCTION_HIDDEN'],
    ] as const) {
      auctionId = await listed();
      const asking = await api.deps.db.transaction(async (slow) => {
        await takeAskingTurn(slow, auctionId);
        const asking = ask(asker);
        await untilWaiting(api.deps.db);
        await setAuction(change);
        return [asking];
      });
      expect(codesOf(...(await Promise.all(asking)))).to.deep.equal([code]);
    }
  });

  it('go with an auction that is taken back while somebody asks', async () => {
    const sent = { token: seller.token, body: newListing() };
    const { body } = await api.call('POST', '/auctions', sent);
    auctionId = body.auctionId;
    const kept = eq(questions.auctionId, auctionId);
    const removing = await api.deps.db.transaction(async (slow) => {
      await takeAskingTurn(slow, auctionId);
      const removing = api.call('DELETE', `/auctions/${auctionId}`, { token: seller.token });
      await untilWaiting(api.deps.db);
      await slow.insert(questions).values({
        ...{ questionId: randomUUID(), auctionId, askerId: asker.userId, askerOrdinal: 1 },
        ...{ visibility: 'public', text: '늦었나요?', sentHash: '', askedAtMs: nowMs },
      });
      return [removing];
    });
    expect((await removing[0])?.status).to.equal(204);
    expect(await api.deps.db.$count(questions, kept)).to.equal(0);
    expect((await ask(asker)).body.code).to.equal('AUCTION_NOT_FOUND');
    const turns = eq(askingTurns.auctionId, auctionId);
    expect(await api.deps.db.$count(askingTurns, turns)).to.equal(0);
  });
});
