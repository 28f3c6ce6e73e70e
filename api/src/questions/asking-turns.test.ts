import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { askingTurns, questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import { takeAskingTurn } from '@sagopalgo/core/mysql/asking-turns.ts';
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
  const { ask } = questionCalls(() => ({ api, auctionId }));
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
