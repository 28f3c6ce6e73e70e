import { eq, getTableColumns } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import type { QuestionRow } from './question-view.ts';

/** A question and the auction that it is about. */
export interface Found {
  question: QuestionRow;
  auction: typeof auctions.$inferSelect;
}

/** Who somebody must be to change a question, or its answer. */
export type Party = 'asker' | 'seller';

/**
 * A question for the party that may change it; for anybody else, and where it was withdrawn or hidden, there is
 * none. Throws QUESTION_NOT_FOUND.
 */
export async function findFor(
  db: Deps['db'],
  party: Party,
  userId: string,
  questionId: string,
): Promise<Found> {
  const found = await findQuestion(db, questionId);
  const owner = party === 'asker' ? found?.question.askerId : found?.auction.sellerId;
  if (!found || owner !== userId || !isStanding(found.question)) {
    throw new RefusalError('QUESTION_NOT_FOUND');
  }
  return found;
}

/** The same whatever has become of it, or null. */
export async function findQuestion(db: Deps['db'], questionId: string): Promise<Found | null> {
  const [found] = await db
    .select({ question: getTableColumns(questions), auction: getTableColumns(auctions) })
    .from(questions)
    .innerJoin(auctions, eq(auctions.auctionId, questions.auctionId))
    .where(eq(questions.questionId, questionId));
  return found ?? null;
}

function isStanding({ withdrawnAtMs, hiddenAtMs }: QuestionRow): boolean {
  return withdrawnAtMs === null && hiddenAtMs === null;
}
