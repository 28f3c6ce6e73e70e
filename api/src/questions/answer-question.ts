import { and, eq, gt, isNull } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { retryDeadlocks } from '@sagopalgo/core/mysql/retry-deadlocks.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import type { Deps } from '../deps.ts';
import { ANSWER_CHANGEABLE_MS, isAnswerable } from './asking-times.ts';
import type { Wording } from './change-question.ts';
import { findFor } from './find-question.ts';
import type { Found } from './find-question.ts';
import { tellOfAnswer } from './tell-of-question.ts';

type Used = Pick<Deps, 'db' | 'now'>;

/**
 * Answers the wording of a question that `revision` names: one that was changed meanwhile is to be read first.
 * The same answer again changes nothing. Throws QUESTION_NOT_FOUND, QUESTION_ANSWERED, AUCTION_HIDDEN,
 * QUESTIONS_CLOSED and EDIT_CONFLICT.
 */
export async function answer(
  { db, now }: Used,
  answered: Wording & { revision: number },
): Promise<void> {
  const { userId, questionId, revision, text } = answered;
  const { question, auction } = await findFor(db, 'seller', userId, questionId);
  if (isAnsweredBy(question, text)) return;
  if (auction.hiddenAtMs !== null) throw new RefusalError('AUCTION_HIDDEN');
  const nowMs = now();
  if (!isAnswerable(auction, nowMs)) throw new RefusalError('QUESTIONS_CLOSED');
  const { auctionId, askerId } = question;
  const given = { questionId, revision, text, auctionId, askerId, nowMs };
  const isDone = await retryDeadlocks(() => rowTransaction(db, (tx) => answerOnce(tx, given)));
  if (isDone) return;
  const { question: meanwhile } = await findFor(db, 'seller', userId, questionId);
  // The same was sent twice at once.
  if (!isAnsweredBy(meanwhile, text)) throw new RefusalError('EDIT_CONFLICT');
}

async function answerOnce(tx: Tx, given: Given): Promise<boolean> {
  const { questionId, revision, text, auctionId, askerId, nowMs } = given;
  const [changed] = await tx
    .update(questions)
    .set({ answer: text, answeredAtMs: nowMs })
    .where(
      and(
        eq(questions.questionId, questionId),
        eq(questions.revision, revision),
        isNull(questions.answeredAtMs),
        isNull(questions.withdrawnAtMs),
        isNull(questions.hiddenAtMs),
      ),
    );
  if (changed.affectedRows === 0) return false;
  await tellOfAnswer(tx, { questionId, auctionId, askerId, atMs: nowMs });
  return true;
}

interface Given extends Pick<
  Found['question'],
  'questionId' | 'revision' | 'auctionId' | 'askerId'
> {
  text: string;
  nowMs: number;
}

/**
 * Words an answer anew for half an hour after it was given; the same words again change nothing. Throws
 * QUESTION_NOT_FOUND, AUCTION_HIDDEN and ANSWER_FINAL.
 */
export async function reword({ db, now }: Used, wording: Wording): Promise<void> {
  const { userId, questionId, text } = wording;
  const { question, auction } = await findFor(db, 'seller', userId, questionId);
  if (question.answer === null) throw new RefusalError('QUESTION_NOT_FOUND');
  if (question.answer === text) return;
  if (auction.hiddenAtMs !== null) throw new RefusalError('AUCTION_HIDDEN');
  const nowMs = now();
  const [changed] = await db
    .update(questions)
    .set({ answer: text, answerEditedAtMs: nowMs })
    .where(
      and(
        eq(questions.questionId, questionId),
        gt(questions.answeredAtMs, nowMs - ANSWER_CHANGEABLE_MS),
        isNull(questions.answerHiddenAtMs),
      ),
    );
  if (changed.affectedRows === 0) throw new RefusalError('ANSWER_FINAL');
}

function isAnsweredBy({ answer: given }: Found['question'], text: string): boolean {
  if (given === null || given === text) return given !== null;
  throw new RefusalError('QUESTION_ANSWERED');
}
