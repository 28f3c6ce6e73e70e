import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Question } from '@sagopalgo/core/contracts/questions.ts';
import { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { paymentDefaults } from '@sagopalgo/core/mysql/till-schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addCategory, addPersonWithToken, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { newListing } from '../testing/listings.ts';
import { codesOf, questionCalls } from '../testing/question-calls.ts';
import { testOperator } from '../testing/operator.ts';

const QUESTIONS_MAX = 10;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Person = Awaited<ReturnType<typeof addPersonWithToken>>;

describe('questions', () => {
  let api: ApiUnderTest;
  let nowMs: number;
  let seller: Person;
  let asker: Person;
  let other: Person;
  let operator: Person;
  let auctionId: string;
  before(async () => {
    api = await startApiAlone(() => ({ now: () => nowMs }));
    nowMs = Date.now();
    await addCategory(api.deps);
    [seller, asker, other] = [await person(), await person(), await person()];
    operator = await testOperator(api);
  });
  after(() => api.end());
  beforeEach(async () => {
    nowMs = Date.now();
    auctionId = await listed();
  });

  const person = () => addPersonWithToken(api.deps);
  const listed = async (given: object = {}): Promise<string> =>
    (await addAuction(api.deps.db, { sellerId: seller.userId, ...given })).auctionId;
  const { ask, asked, change, withdraw, answer, read } = questionCalls(() => ({ api, auctionId }));
  const set = (given: Partial<typeof questions.$inferInsert>, { questionId }: Question) =>
    api.deps.db.update(questions).set(given).where(eq(questions.questionId, questionId));
  const setAuction = (given: Partial<typeof auctions.$inferInsert>) =>
    api.deps.db.update(auctions).set(given).where(eq(auctions.auctionId, auctionId));

  describe('being asked', () => {
    it('are read by everybody, the newest first, without a word of who asked', async () => {
      const first = await asked(asker, { text: '첫째' });
      nowMs += 1;
      await asked(other, { text: '둘째' });
      nowMs += 1;
      await asked(asker, { text: '셋째' });
      const told = await read(null);
      expect(told.map(({ text, alias }) => [text, alias])).to.deep.equal([
        ['셋째', '질문자 1'],
        ['둘째', '질문자 2'],
        ['첫째', '질문자 1'],
      ]);
      expect(first).to.include({ mine: true, edited: false, hidden: false, revision: 1 });
      for (const by of [null, seller, other]) {
        expect(JSON.stringify(await read(by))).not.to.include(asker.userId);
      }
      expect((await read(asker)).map(({ mine }) => mine)).to.deep.equal([true, false, true]);
    });

    it('are named by another number than bids are, so that neither tells of the other', async () => {
      const row = await addAuction(api.deps.db, { sellerId: seller.userId });
      await openAuction(api.deps.redis, row);
      auctionId = row.auctionId;
      const bid = (by: Person, amountKrw: number) => {
        const body = { bidId: randomUUID(), kind: 'exact', amountKrw };
        return api.call('POST', `/auctions/${auctionId}/bids`, { token: by.token, body });
      };
      await bid(other, 1_000);
      expect((await bid(asker, 1_100)).body.alias).to.equal('입찰자 2');
      expect((await asked(asker)).alias).to.equal('질문자 1');
      expect((await asked(other)).alias).to.equal('질문자 2');
    });

    it('of the seller alone are for them, their asker and operators', async () => {
      await asked(asker, { visibility: 'seller' });
      for (const by of [seller, asker, operator]) expect(await read(by)).to.have.length(1);
      for (const by of [null, other]) expect(await read(by)).to.deep.equal([]);
    });

    it('come page by page, whoever asks in between', async () => {
      for (const text of ['하나', '둘', '셋']) {
        nowMs += 1;
        await asked(asker, { text });
      }
      const path = `/auctions/${auctionId}/questions?limit=2`;
      const { body: first } = await api.call('GET', path);
      nowMs += 1;
      await asked(other);
      const { body: rest } = await api.call('GET', `${path}&cursor=${first.nextCursor}`);
      const texts = [...first.items, ...rest.items] as unknown as Question[];
      expect(texts.map(({ text }) => text)).to.deep.equal(['셋', '둘', '하나']);
      expect(rest.nextCursor).to.equal(null);
      expect((await api.call('GET', `${path}&cursor=e30`)).body.code).to.equal('INVALID_REQUEST');
    });

    it('are one question, however often and whenever the same is sent', async () => {
      const questionId = randomUUID();
      const given = { questionId, text: '몇 개예요?' };
      const answers = await Promise.all([1, 2, 3].map(() => ask(asker, given)));
      expect(answers.map(({ status }) => status)).to.deep.equal([201, 201, 201]);
      await setAuction({ state: 'sold', closesAtMs: nowMs - 1 });
      expect((await asked(asker, given)).questionId).to.equal(questionId);
      expect(await read(null)).to.have.length(1);
    });

    it('do not take the id of another question', async () => {
      const questionId = randomUUID();
      await asked(asker, { questionId });
      const elsewhere = await listed();
      expect(
        codesOf(
          await ask(asker, { questionId, text: '다른 말' }),
          await ask(asker, { questionId, visibility: 'seller' }),
          await ask(other, { questionId }),
          await ask(asker, { questionId }, elsewhere),
        ),
      ).to.deep.equal(Array(4).fill('QUESTION_ID_REUSED'));
      const both = randomUUID();
      const answers = await Promise.all([
        ask(asker, { questionId: both }),
        ask(asker, { questionId: both }, elsewhere),
      ]);
      expect(codesOf(...answers)).to.have.members([undefined, 'QUESTION_ID_REUSED']);
    });

    it('are ten of one person about one auction, withdrawn ones and all', async () => {
      await withdraw(asker, await asked(asker));
      const more = Array.from({ length: QUESTIONS_MAX + 2 }, () => ask(asker));
      const told = codesOf(...(await Promise.all(more)));
      expect(told.filter((code) => code === undefined)).to.have.length(QUESTIONS_MAX - 1);
      expect(told.filter((code) => code === 'TOO_MANY_QUESTIONS')).to.have.length(3);
      expect((await ask(other)).status).to.equal(201);
    });

    it('are numbered without a gap or a double when many ask at once', async () => {
      const people = await Promise.all(Array.from({ length: 6 }, person));
      const told = await Promise.all(people.map((by) => asked(by)));
      const numbers = told.map(({ alias }) => Number(alias.split(' ')[1]));
      expect(numbers.toSorted((a, b) => a - b)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    });

    it('count characters as they are seen, and take none that nobody sees', async () => {
      const decomposed = '가'.repeat(500).normalize('NFD');
      expect((await asked(asker, { text: decomposed })).text).to.equal('가'.repeat(500));
      expect((await asked(asker, { text: '🙂'.repeat(500) })).text).to.have.length(1_000);
      const html = '<b onload="x">&amp;</b>\n두 줄';
      expect((await asked(asker, { text: html })).text).to.equal(html);
      for (const text of ['', '  \n ', '가'.repeat(501), 'a\u0000b', 'a\u001bb', null, 7, ['x']]) {
        const { body } = await ask(asker, { text });
        expect(body.code, String(text)).to.equal('INVALID_REQUEST');
        expect(body.detail.fields[0]?.path).to.equal('text');
      }
      const { body } = await ask(asker, { visibility: 'everybody', questionId: 'one' });
      expect(body.detail.fields.map(({ path }) => path)).to.have.members([
        ...['visibility', 'questionId'],
      ]);
    });

    it('end at the closing, whatever the record says by then', async () => {
      await setAuction({ closesAtMs: nowMs });
      expect((await ask(asker)).body.code).to.equal('QUESTIONS_CLOSED');
      for (const state of ['sold', 'unsold', 'cancelled'] as const) {
        await setAuction({ state, closesAtMs: nowMs + DAY_MS });
        expect((await ask(asker)).body.code).to.equal('QUESTIONS_CLOSED');
      }
      await setAuction({ state: 'scheduled', opensAtMs: nowMs + MINUTE_MS });
      expect((await ask(asker)).status).to.equal(201);
    });

    it('are not for the seller, operators, or who did not pay too often', async () => {
      expect((await ask(seller)).body.code).to.equal('ASKING_ONESELF');
      expect((await ask(operator)).body.code).to.equal('FORBIDDEN');
      const defaulter = await person();
      const rows = [1, 2].map((attempt) => ({
        ...{ orderId: randomUUID(), auctionId: `a${attempt}`, bidderId: defaulter.userId },
        ...{ amountKrw: 1, defaultedAtMs: nowMs },
      }));
      await api.deps.db.insert(paymentDefaults).values(rows);
      await api.deps.gate.look();
      const { body } = await ask(defaulter);
      expect(body.code).to.equal('BIDDING_BLOCKED');
      expect(body.detail['untilMs']).to.be.a('number');
    });

    it('are refused when they come faster than anybody types', async () => {
      const question = await asked(asker);
      const { limits } = api.deps;
      const wide = limits.questions;
      limits.questions = { ...wide, take: () => Promise.reject(new RefusalError('RATE_LIMITED')) };
      try {
        const sent = [
          await ask(asker),
          await change(asker, question, '새 말'),
          await answer(seller, question),
        ];
        expect(codesOf(...sent)).to.deep.equal(Array(3).fill('RATE_LIMITED'));
      } finally {
        limits.questions = wide;
      }
    });

    it('know no auction that there is not, and none that is hidden', async () => {
      expect((await ask(asker, {}, 'none')).body.code).to.equal('AUCTION_NOT_FOUND');
      const path = '/auctions/none/questions';
      expect((await api.call('GET', path)).body.code).to.equal('AUCTION_NOT_FOUND');
      await asked(asker);
      await setAuction({ hiddenAtMs: nowMs });
      await api.deps.records.tell({ auctionId });
      expect((await ask(other)).body.code).to.equal('AUCTION_HIDDEN');
      const { body } = await api.call('GET', `/auctions/${auctionId}/questions`);
      expect(body.code).to.equal('AUCTION_HIDDEN');
      for (const by of [seller, operator]) expect(await read(by)).to.have.length(1);
    });

    it('go with an auction that its seller takes back', async () => {
      const sent = { token: seller.token, body: newListing() };
      const { body } = await api.call('POST', '/auctions', sent);
      auctionId = body.auctionId;
      const { questionId } = await asked(asker);
      await api.call('DELETE', `/auctions/${auctionId}`, { token: seller.token });
      const isIt = eq(questions.questionId, questionId);
      expect(await api.deps.db.$count(questions, isIt)).to.equal(0);
    });
  });

  it('hidden by an operator are seen by their asker and operators', async () => {
    await set({ hiddenAtMs: nowMs }, await asked(asker));
    for (const by of [null, other, seller]) expect(await read(by)).to.deep.equal([]);
    for (const by of [asker, operator]) expect((await read(by))[0]?.hidden).to.equal(true);
  });

  describe('being changed', () => {
    it('are worded anew by their asker alone, which everybody sees', async () => {
      const question = await asked(asker);
      for (const by of [seller, other, operator]) {
        expect(codesOf(await change(by, question, '새 말'))).to.deep.equal(['QUESTION_NOT_FOUND']);
      }
      for (const _ of [1, 2]) {
        const { status, body } = await change(asker, question, '새 말');
        expect([status, (body as unknown as Question).revision]).to.deep.equal([200, 2]);
      }
      expect((await read(null))[0]).to.include({ text: '새 말', edited: true });
      expect(codesOf(await change(asker, question, ' '))).to.deep.equal(['INVALID_REQUEST']);
    });

    it('are taken back by their asker alone, once and for all', async () => {
      const question = await asked(asker);
      for (const by of [seller, other, operator]) {
        expect(codesOf(await withdraw(by, question))).to.deep.equal(['QUESTION_NOT_FOUND']);
      }
      for (const _ of [1, 2]) expect((await withdraw(asker, question)).status).to.equal(204);
      for (const by of [null, seller, asker, operator]) expect(await read(by)).to.deep.equal([]);
      expect(
        codesOf(await change(asker, question, '다시'), await answer(seller, question)),
      ).to.deep.equal(['QUESTION_NOT_FOUND', 'QUESTION_NOT_FOUND']);
    });

    it('stay as they are once they are answered', async () => {
      const question = await asked(asker);
      await answer(seller, question);
      expect(
        codesOf(await change(asker, question, '다른 말'), await withdraw(asker, question)),
      ).to.deep.equal(['QUESTION_ANSWERED', 'QUESTION_ANSWERED']);
    });

    it('stay as they are after the closing and while the auction is hidden', async () => {
      const question = await asked(asker);
      await setAuction({ hiddenAtMs: nowMs });
      expect((await change(asker, question, '가')).body.code).to.equal('AUCTION_HIDDEN');
      expect((await answer(seller, question)).body.code).to.equal('AUCTION_HIDDEN');
      await setAuction({ hiddenAtMs: null, closesAtMs: nowMs });
      expect((await change(asker, question, '가')).body.code).to.equal('QUESTIONS_CLOSED');
    });
  });
});
