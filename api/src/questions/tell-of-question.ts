import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { putNotice } from '@sagopalgo/core/notices/put-notice.ts';

/** Somebody has asked something: its seller is to be told. */
export interface QuestionNews {
  questionId: string;
  auctionId: string;
  sellerId: string;
  atMs: number;
}

/** The seller has answered: whoever asked is to be told. */
export interface AnswerNews {
  questionId: string;
  auctionId: string;
  askerId: string;
  atMs: number;
}

/** Tells the seller, in the transaction that asks. */
export async function tellOfQuestion(tx: Tx, news: QuestionNews): Promise<void> {
  const { questionId: causeKey, auctionId, sellerId: userId, atMs } = news;
  await putNotice(tx, { userId, kind: 'question', causeKey, auctionId }, atMs);
}

/** Tells the asker, in the transaction that answers; an answer that is worded anew tells nobody again. */
export async function tellOfAnswer(tx: Tx, news: AnswerNews): Promise<void> {
  const { questionId: causeKey, auctionId, askerId: userId, atMs } = news;
  await putNotice(tx, { userId, kind: 'answer', causeKey, auctionId }, atMs);
}
