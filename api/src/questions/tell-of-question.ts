import type { Tx } from '@sagopalgo/core/mysql/connect.ts';

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

/** Promises the seller a word in the transaction that asks. Nobody sends any: the page of the auction shows it. */
export async function tellOfQuestion(_tx: Tx, _news: QuestionNews): Promise<void> {}

/** Promises the asker a word in the transaction that answers. Nobody sends any: the page of the auction shows it. */
export async function tellOfAnswer(_tx: Tx, _news: AnswerNews): Promise<void> {}
