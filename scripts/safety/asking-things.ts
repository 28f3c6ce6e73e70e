import { randomUUID } from 'node:crypto';
import { questions, reports } from '@sagopalgo/core/mysql/asking-schema.ts';
import { reportOf } from '@sagopalgo/api/src/testing/asking-examples.ts';
import type { ReportState } from '@sagopalgo/core/rules/reporting.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import type { MakeThing } from './things.ts';

/** Not through the door: an asker who is blocked now may have asked before. */
const question =
  (given: Partial<typeof questions.$inferInsert> = {}): MakeThing =>
  async ({ api: { deps } }, { buyer, seller }) => {
    const { auctionId } = await addAuction(deps.db, { sellerId: seller.userId });
    const questionId = randomUUID();
    await deps.db.insert(questions).values({
      ...{ questionId, auctionId, askerId: buyer.userId, askerOrdinal: 1, visibility: 'public' },
      ...{ text: '흠집이 있나요?', sentHash: '', askedAtMs: Date.now(), ...given },
    });
    return { params: { auctionId, questionId } };
  };

const answeredQuestion: MakeThing = (stage, parties) =>
  question({ answer: '없어요.', answeredAtMs: Date.now() })(stage, parties);

const auctionOfTheSeller: MakeThing = async ({ api: { deps } }, { seller: { userId } }) => {
  await addAuction(deps.db, { sellerId: userId });
  return { params: { sellerId: userId } };
};

/** What is told as a body is told once of each person. */
const auctionToReport: MakeThing = async ({ api: { deps } }, { seller }) => {
  const { auctionId } = await addAuction(deps.db, { sellerId: seller.userId });
  return { params: { auctionId }, body: reportOf(auctionId) };
};

const reportInState =
  (state: ReportState): MakeThing =>
  async (stage, parties) => {
    const { params } = await auctionToReport(stage, parties);
    const { auctionId = '' } = params;
    const reportId = randomUUID();
    await stage.api.deps.db.insert(reports).values({
      ...{ reportId, reporterId: parties.buyer.userId, kind: 'auction', subjectId: auctionId },
      ...{ aboutUserId: parties.seller.userId, auctionId, reason: 'fraud', text: '', said: '시계' },
      ...{ openKey: state === 'open' ? reportId : null, state, reportedAtMs: Date.now() },
    });
    return { params: { reportId } };
  };

/** What people ask, answer, rate and report. */
export const ASKING_THINGS: Readonly<Record<string, MakeThing>> = {
  'question of the buyer': question(),
  'answered question': answeredQuestion,
  'auction of the seller': auctionOfTheSeller,
  'auction to report': auctionToReport,
  'open report': reportInState('open'),
  'report by which a thing is hidden': reportInState('hidden'),
};
