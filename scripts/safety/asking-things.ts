import { randomUUID } from 'node:crypto';
import { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
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

/** What people ask, answer, rate and report. */
export const ASKING_THINGS: Readonly<Record<string, MakeThing>> = {
  'question of the buyer': question(),
  'answered question': answeredQuestion,
};
