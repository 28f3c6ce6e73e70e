import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Report } from '@sagopalgo/core/contracts/reports.ts';
import { questions, ratings, reports } from '@sagopalgo/core/mysql/asking-schema.ts';
import { auctions, operatorActions } from '@sagopalgo/core/mysql/schema.ts';
import { addAuction, addUser } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApiAlone } from '../testing/api-under-test.ts';
import type { Answer, ApiUnderTest } from '../testing/api-under-test.ts';
import { REASON, testOperator } from '../testing/operator.ts';
import type { TestOperator } from '../testing/operator.ts';
import { codesOf, questionCalls } from '../testing/question-calls.ts';

type Person = Awaited<ReturnType<typeof addPersonWithToken>>;

describe('reports', () => {
  let api: ApiUnderTest;
  let operator: TestOperator;
  let seller: Person;
  let asker: Person;
  let reporter: Person;
  let auctionId: string;
  before(async () => {
    api = await startApiAlone();
    operator = await testOperator(api);
    [seller, asker, reporter] = [await person(), await person(), await person()];
  });
  after(() => api.end());
  beforeEach(async () => {
    ({ auctionId } = await addAuction(api.deps.db, { sellerId: seller.userId }));
    await api.deps.db.delete(reports);
  });

  const person = () => addPersonWithToken(api.deps);
  const { asked, answer, read, withdraw } = questionCalls(() => ({ api, auctionId }));
  const report = (by: Person, kind: string, subjectId: string, given: object = {}) => {
    const body = { kind, subjectId, reason: 'fraud', text: '이상해요.', ...given };
    return api.call('POST', '/reports', { token: by.token, body });
  };
  const reportId = ({ body }: Answer): string => body.reportId;
  const list = async (query = ''): Promise<Report[]> =>
    (await operator.look(`/reports${query}`)).body.items as unknown as Report[];
  const rated = async (given: Partial<typeof ratings.$inferInsert> = {}): Promise<string> => {
    const ratingId = randomUUID();
    await api.deps.db.insert(ratings).values({
      ...{ ratingId, orderId: randomUUID(), auctionId, side: 'buyer', raterId: asker.userId },
      ...{ ratedId: seller.userId, stars: 1, text: '나쁜 말', ratedAtMs: 1, shownAtMs: 1 },
      ...given,
    });
    return ratingId;
  };

  it('are of an auction, a question, an answer, a rating or a person, as each stood then', async () => {
    const question = await asked(asker, { text: '전화번호요?' });
    await answer(seller, question, '010이요.');
    const ratingId = await rated();
    const { questionId } = question;
    const subjects: [string, string][] = [
      ['auction', auctionId],
      ['question', questionId],
      ['answer', questionId],
      ['rating', ratingId],
      ['person', seller.userId],
    ];
    for (const [kind, subjectId] of subjects) {
      expect((await report(reporter, kind, subjectId)).status, kind).to.equal(201);
    }
    const told = await list();
    const nicknameOf = ({ userId }: Person) => userId.slice(0, 18);
    expect(told.map(({ kind, said, about }) => [kind, said, about])).to.have.deep.members([
      ['auction', '시험용 경매', nicknameOf(seller)],
      ['question', '전화번호요?', nicknameOf(asker)],
      ['answer', '010이요.', nicknameOf(seller)],
      ['rating', '나쁜 말', nicknameOf(asker)],
      ['person', nicknameOf(seller), nicknameOf(seller)],
    ]);
    expect(told[0]).to.include({ state: 'open', reason: 'fraud', alike: 1 });
  });

  it('are one of each person and thing while they are open', async () => {
    const sent = await Promise.all([1, 2, 3].map(() => report(reporter, 'auction', auctionId)));
    expect(new Set(sent.map(reportId)).size).to.equal(1);
    const differing = await report(reporter, 'auction', auctionId, { reason: 'abuse' });
    expect(differing.body.code).to.equal('ALREADY_REPORTED');
    await report(asker, 'auction', auctionId);
    expect((await list()).map(({ alike }) => alike)).to.deep.equal([2, 2]);
    await operator.done(`/reports/${reportId(sent[0] as Answer)}/dismiss`);
    const again = await report(reporter, 'auction', auctionId, { reason: 'abuse' });
    expect(again.status).to.equal(201);
  });

  it('are of what the reporter can see, and not of what is their own', async () => {
    const secret = await asked(asker, { visibility: 'seller' });
    const withdrawn = await asked(asker);
    await withdraw(asker, withdrawn);
    const open = await asked(asker);
    await api.deps.db
      .update(auctions)
      .set({ hiddenAtMs: 1 })
      .where(eq(auctions.auctionId, auctionId));
    const later = await rated({ shownAtMs: Date.now() + 3_600_000 });
    expect(
      codesOf(
        await report(reporter, 'auction', auctionId),
        await report(reporter, 'question', secret.questionId),
        await report(reporter, 'question', withdrawn.questionId),
        await report(reporter, 'answer', open.questionId),
        await report(reporter, 'rating', later),
        await report(reporter, 'person', await addUser(api.deps.db)),
        await report(reporter, 'rating', 'none'),
      ),
    ).to.deep.equal(Array(7).fill('NOT_FOUND'));
    expect((await report(seller, 'question', secret.questionId)).status).to.equal(201);
    await answer(seller, open);
    expect(
      codesOf(
        await report(asker, 'question', open.questionId),
        await report(seller, 'person', seller.userId),
        await report(asker, 'rating', await rated()),
      ),
    ).to.deep.equal(Array(3).fill('REPORTING_ONESELF'));
  });

  it('have a reason of the list and five hundred characters', async () => {
    for (const given of [{ reason: 'x' }, { text: '가'.repeat(501) }, { text: '\u0001' }]) {
      expect((await report(reporter, 'auction', auctionId, given)).body.code).to.equal(
        'INVALID_REQUEST',
      );
    }
    expect((await report(reporter, 'house', auctionId)).body.code).to.equal('INVALID_REQUEST');
    expect((await report(reporter, 'auction', auctionId, { text: '' })).status).to.equal(201);
  });

  it('are refused when they come too fast', async () => {
    const wide = api.deps.limits.reports;
    const refuse = () => Promise.reject(new RefusalError('RATE_LIMITED'));
    api.deps.limits.reports = { ...wide, take: refuse };
    expect((await report(reporter, 'auction', auctionId)).body.code).to.equal('RATE_LIMITED');
    api.deps.limits.reports = wide;
  });

  it('come page by page, of what is open the oldest first', async () => {
    const people = await Promise.all([person(), person(), person()]);
    for (const by of people) await report(by, 'auction', auctionId);
    const { body: first } = await operator.look('/reports?limit=2');
    const { body: rest } = await operator.look(`/reports?limit=2&cursor=${first.nextCursor}`);
    const told = [...first.items, ...rest.items] as unknown as Report[];
    expect(new Set(told.map(({ reporterId }) => reporterId)).size).to.equal(3);
    expect(told.map(({ reportedAtMs }) => reportedAtMs)).to.deep.equal(
      told.map(({ reportedAtMs }) => reportedAtMs).toSorted((a, b) => a - b),
    );
  });

  describe('handled by an operator', () => {
    it('are dismissed once, which is kept with who and why', async () => {
      const id = reportId(await report(reporter, 'auction', auctionId));
      const entry = await operator.done(`/reports/${id}/dismiss`);
      expect(entry).to.include({ kind: 'dismiss-report', reason: REASON, auctionId });
      expect(codesOf(await operator.act(`/reports/${id}/dismiss`))).to.deep.equal(['ALREADY_SO']);
      expect(await list()).to.deep.equal([]);
      expect((await list('?state=dismissed'))[0]).to.include({ reportId: id, state: 'dismissed' });
      const kept = eq(operatorActions.auctionId, auctionId);
      expect(await api.deps.db.$count(operatorActions, kept)).to.equal(1);
    });

    it('are noted about and stay open', async () => {
      const id = reportId(await report(reporter, 'auction', auctionId));
      expect(await operator.done(`/reports/${id}/note`)).to.include({ kind: 'note-report' });
      expect((await list())[0]?.state).to.equal('open');
    });

    it('hide an auction from everybody at once, and close what others reported of it', async () => {
      const id = reportId(await report(reporter, 'auction', auctionId));
      await report(asker, 'auction', auctionId);
      const answers = await Promise.all([1, 2].map(() => operator.act(`/reports/${id}/hide`)));
      expect(codesOf(...answers)).to.have.members([undefined, 'ALREADY_SO']);
      const { body } = await api.call('GET', `/auctions/${auctionId}`);
      expect(body.code).to.equal('AUCTION_HIDDEN');
      expect(await list()).to.deep.equal([]);
      expect(await list('?state=hidden')).to.have.length(2);
    });

    it('hide a question, an answer and the words of a rating', async () => {
      const [one, other] = [await asked(asker), await asked(asker)];
      await answer(seller, other);
      const ratingId = await rated();
      const subjects = [
        await report(reporter, 'question', one.questionId),
        await report(reporter, 'answer', other.questionId),
        await report(reporter, 'rating', ratingId),
      ];
      for (const told of subjects) await operator.done(`/reports/${reportId(told)}/hide`);
      const seen = await read(null);
      expect(seen.map(({ questionId, answer: given }) => [questionId, given])).to.deep.equal([
        [other.questionId, null],
      ]);
      const { db } = api.deps;
      const [row] = await db.select().from(ratings).where(eq(ratings.ratingId, ratingId));
      expect(row?.hiddenAtMs).to.be.a('number');
      const [question] = await db
        .select()
        .from(questions)
        .where(eq(questions.questionId, one.questionId));
      expect(question?.hiddenAtMs).to.be.a('number');
    });

    it('show again what was hidden, and end as reports of nothing wrong', async () => {
      const [one, other] = [await asked(asker), await asked(asker)];
      await answer(seller, other);
      const ratingId = await rated();
      const told = {
        question: await report(reporter, 'question', one.questionId),
        answer: await report(reporter, 'answer', other.questionId),
        rating: await report(reporter, 'rating', ratingId),
        auction: await report(reporter, 'auction', auctionId),
      };
      await report(seller, 'question', one.questionId);
      for (const sent of Object.values(told)) {
        const path = `/reports/${reportId(sent)}`;
        expect(codesOf(await operator.act(`${path}/unhide`))).to.deep.equal(['ALREADY_SO']);
        await operator.done(`${path}/hide`);
        const twice = await Promise.all([1, 2].map(() => operator.act(`${path}/unhide`)));
        expect(codesOf(...twice)).to.have.members([undefined, 'ALREADY_SO']);
      }
      const seen = (await read(null)).map(({ questionId, answer: given }) => [
        questionId,
        given?.text,
      ]);
      expect(seen).to.have.deep.members([
        [one.questionId, undefined],
        [other.questionId, '없어요.'],
      ]);
      const [row] = await api.deps.db.select().from(ratings).where(eq(ratings.ratingId, ratingId));
      expect(row?.hiddenAtMs).to.equal(null);
      expect(await list('?state=hidden')).to.deep.equal([]);
      expect(await list('?state=dismissed')).to.have.length(5);
      const { body } = await operator.look('/audit');
      const [entry] = (body.items as unknown as { kind: string; reason: string }[]) ?? [];
      expect(entry).to.include({ kind: 'unhide-reported', reason: REASON, auctionId });
      const again = await report(reporter, 'question', one.questionId);
      await operator.done(`/reports/${reportId(again)}/hide`);
      expect((await read(null)).map(({ questionId }) => questionId)).to.deep.equal([
        other.questionId,
      ]);
    });

    it('show again nothing that somebody hid otherwise', async () => {
      const listing = `/auctions/${auctionId}`;
      const seen = async () => (await api.call('GET', listing)).body.code;
      const first = reportId(await report(reporter, 'auction', auctionId));
      await operator.done(`/reports/${first}/hide`);
      await operator.done(`${listing}/unhide`);
      expect(await seen()).to.equal(undefined);
      const second = reportId(await report(asker, 'auction', auctionId));
      await operator.done(`${listing}/hide`);
      await operator.done(`/reports/${first}/unhide`);
      expect(await seen()).to.equal('AUCTION_HIDDEN');
      await operator.done(`/reports/${second}/hide`);
      await operator.done(`/reports/${second}/unhide`);
      expect(await seen()).to.equal('AUCTION_HIDDEN');
    });

    it('are decided about by two operators at once, each of another report of the same', async () => {
      const [first, second] = [
        await report(reporter, 'auction', auctionId),
        await report(asker, 'auction', auctionId),
      ];
      const paths = [first, second].map((sent) => `/reports/${reportId(sent)}`);
      const hides = await Promise.all(paths.map((path) => operator.act(`${path}/hide`)));
      expect(codesOf(...hides)).to.have.members([undefined, 'ALREADY_SO']);
      const shows = await Promise.all(paths.map((path) => operator.act(`${path}/unhide`)));
      expect(codesOf(...shows)).to.have.members([undefined, 'ALREADY_SO']);
      expect((await api.call('GET', `/auctions/${auctionId}`)).status).to.equal(200);
    });

    it('hide no person, and are not decided by whom they are about', async () => {
      const ofPerson = reportId(await report(reporter, 'person', seller.userId));
      const refused = await operator.act(`/reports/${ofPerson}/hide`);
      expect(codesOf(refused)).to.deep.equal(['NOTHING_TO_HIDE']);
      const shown = await operator.act(`/reports/${ofPerson}/unhide`);
      expect(codesOf(shown)).to.deep.equal(['NOTHING_TO_HIDE']);
      expect((await list())[0]?.state).to.equal('open');
      const { auctionId: own } = await addAuction(api.deps.db, { sellerId: operator.userId });
      const ofOperator = reportId(await report(reporter, 'auction', own));
      for (const deed of ['dismiss', 'hide', 'unhide', 'note']) {
        const { body } = await operator.act(`/reports/${ofOperator}/${deed}`);
        expect(body.code, deed).to.equal('FORBIDDEN');
        expect((await operator.act(`/reports/none/${deed}`)).body.code).to.equal('NOT_FOUND');
      }
    });
  });
});
