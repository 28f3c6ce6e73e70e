import { and, eq, isNull, sql } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import type { Deps } from '../deps.ts';
import { isAskable } from './asking-times.ts';
import { findFor, findQuestion } from './find-question.ts';

type Used = Pick<Deps, 'db' | 'now'>;

/** What somebody says anew of what they said. */
export interface Wording {
  userId: string;
  questionId: string;
  text: string;
}

/**
 * Words a question anew; the same words again change nothing. Throws QUESTION_NOT_FOUND, AUCTION_HIDDEN,
 * QUESTIONS_CLOSED and QUESTION_ANSWERED.
 */
export async function change({ db, now }: Used, wording: Wording): Promise<void> {
  const { userId, questionId, text } = wording;
  const { question, auction } = await findFor(db, 'asker', userId, questionId);
  if (question.text === text) return;
  const nowMs = now();
  if (auction.hiddenAtMs !== null) throw new RefusalError('AUCTION_HIDDEN');
  if (!isAskable(auction, nowMs)) throw new RefusalError('QUESTIONS_CLOSED');
  const [changed] = await db
    .update(questions)
    .set({ text, editedAtMs: nowMs, revision: sql`${questions.revision} + 1` })
    .where(and(isOpen(questionId), isNull(questions.hiddenAtMs)));
  if (changed.affectedRows === 1) return;
  await findFor(db, 'asker', userId, questionId);
  throw new RefusalError('QUESTION_ANSWERED');
}

/** Takes a question back; once more changes nothing. Throws QUESTION_NOT_FOUND and QUESTION_ANSWERED. */
export async function withdraw(
  { db, now }: Used,
  { userId, questionId }: Omit<Wording, 'text'>,
): Promise<void> {
  const found = await findQuestion(db, questionId);
  if (found?.question.askerId !== userId) throw new RefusalError('QUESTION_NOT_FOUND');
  if (found.question.withdrawnAtMs !== null) return;
  const [withdrawn] = await db
    .update(questions)
    .set({ withdrawnAtMs: now() })
    .where(isOpen(questionId));
  if (withdrawn.affectedRows === 1) return;
  const meanwhile = await findQuestion(db, questionId);
  if (meanwhile?.question.withdrawnAtMs == null) throw new RefusalError('QUESTION_ANSWERED');
}

function isOpen(questionId: string) {
  return and(
    eq(questions.questionId, questionId),
    isNull(questions.answeredAtMs),
    isNull(questions.withdrawnAtMs),
  );
}
