import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { askQuestion } from '@sagopalgo/core/contracts/questions.ts';
import { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import { takeAskingTurn } from '@sagopalgo/core/mysql/asking-turns.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { retryDeadlocks } from '@sagopalgo/core/mysql/retry-deadlocks.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import type { Deps } from '../deps.ts';
import { isAskable, whileAskable } from './asking-times.ts';
import type { QuestionRow } from './question-view.ts';
import { tellOfQuestion } from './tell-of-question.ts';

/** Of one person about one auction, those that were withdrawn among them. */
const QUESTIONS_MAX = 10;

interface Asked extends z.output<typeof askQuestion.body> {
  auctionId: string;
  askerId: string;
}

type Auction = typeof auctions.$inferSelect;

/**
 * Asks a seller something and returns the question. What was sent before under its id is returned as it stands,
 * also where it could be asked no more. No bid and no closing waits for it. Throws AUCTION_NOT_FOUND, AUCTION_HIDDEN,
 * ASKING_ONESELF, QUESTIONS_CLOSED, TOO_MANY_QUESTIONS and QUESTION_ID_REUSED.
 */
export async function ask(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  asked: Asked,
): Promise<QuestionRow> {
  try {
    // Of those who wait for a turn that came to nothing, the server undoes all but one.
    return await retryDeadlocks(() => rowTransaction(db, (tx) => askOnce(tx, asked, now())));
  } catch (error) {
    // The same id came at the same time with another auction.
    if (duplicateKeyOf(error) === null) throw error;
    throw new RefusalError('QUESTION_ID_REUSED');
  }
}

async function askOnce(tx: Tx, asked: Asked, nowMs: number): Promise<QuestionRow> {
  const { questionId, auctionId } = asked;
  // One after the other for each auction, so that the bound holds and no two askers have one alias.
  await takeAskingTurn(tx, auctionId);
  const sent = await findSent(tx, asked);
  if (sent) return sent;
  const { sellerId } = await findAskable(tx, asked, nowMs);
  const askerOrdinal = await nextOrdinal(tx, asked);
  if (!(await add(tx, { ...asked, askerOrdinal }, nowMs))) {
    // What was right a moment ago is not any more.
    await findAskable(tx, asked, nowMs);
    throw new RefusalError('QUESTIONS_CLOSED');
  }
  await tellOfQuestion(tx, { questionId, auctionId, sellerId, atMs: nowMs });
  const [kept] = await tx.select().from(questions).where(eq(questions.questionId, questionId));
  return kept as QuestionRow;
}

/** The auction, not locked: whether it still is so is looked at once more as the question is added. */
async function findAskable(tx: Tx, { auctionId, askerId }: Asked, nowMs: number): Promise<Auction> {
  const [auction] = await tx.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (!auction) throw new RefusalError('AUCTION_NOT_FOUND');
  if (auction.hiddenAtMs !== null) throw new RefusalError('AUCTION_HIDDEN');
  if (auction.sellerId === askerId) throw new RefusalError('ASKING_ONESELF');
  if (!isAskable(auction, nowMs)) throw new RefusalError('QUESTIONS_CLOSED');
  return auction;
}

/** Adds the question where its auction takes questions now; false where it does not any more. */
async function add(
  tx: Tx,
  asked: Asked & { askerOrdinal: number },
  nowMs: number,
): Promise<boolean> {
  const { questionId, auctionId, askerId, askerOrdinal, visibility, text } = asked;
  const isIt = and(eq(auctions.auctionId, auctionId), isNull(auctions.hiddenAtMs));
  const [added] = await tx.execute(sql`
    INSERT INTO ${questions}
      (question_id, auction_id, asker_id, asker_ordinal, visibility, text, sent_hash, asked_at_ms)
    SELECT ${questionId}, auction_id, ${askerId}, ${askerOrdinal}, ${visibility}, ${text},
      ${sentHash(asked)}, ${nowMs}
    FROM ${auctions}
    WHERE ${and(isIt, whileAskable(nowMs))}`);
  return added.affectedRows === 1;
}

async function findSent(tx: Tx, asked: Asked): Promise<QuestionRow | null> {
  const { questionId, auctionId, askerId } = asked;
  const [sent] = await tx.select().from(questions).where(eq(questions.questionId, questionId));
  if (!sent) return null;
  const isSame = sent.auctionId === auctionId && sent.askerId === askerId;
  if (!isSame || sent.sentHash !== sentHash(asked)) throw new RefusalError('QUESTION_ID_REUSED');
  return sent;
}

/** The asker's number in this auction; the next one where it is the first question. */
async function nextOrdinal(tx: Tx, { auctionId, askerId }: Asked): Promise<number> {
  const { askerOrdinal } = questions;
  const isHere = eq(questions.auctionId, auctionId);
  const own = await tx
    .select({ askerOrdinal })
    .from(questions)
    .where(and(isHere, eq(questions.askerId, askerId)))
    .limit(QUESTIONS_MAX);
  if (own.length === QUESTIONS_MAX) {
    throw new RefusalError('TOO_MANY_QUESTIONS', { questionsMax: QUESTIONS_MAX });
  }
  if (own[0]) return own[0].askerOrdinal;
  const [last] = await tx
    .select({ askerOrdinal })
    .from(questions)
    .where(isHere)
    .orderBy(desc(askerOrdinal))
    .limit(1);
  return (last?.askerOrdinal ?? 0) + 1;
}

function sentHash({ visibility, text }: Asked): string {
  return sha256Hex(JSON.stringify([visibility, text]));
}
