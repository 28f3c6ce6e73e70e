import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { MySqlColumn } from 'drizzle-orm/mysql-core';
import { questions, ratings } from '@sagopalgo/core/mysql/asking-schema.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { ReportKind } from '@sagopalgo/core/rules/reporting.ts';
import { markChanged } from '@sagopalgo/core/search/mark-changed.ts';

/** What can be hidden: a person is blocked instead. */
export type HidableKind = Exclude<ReportKind, 'person'>;

type SetHidden = (tx: Tx, subjectId: string, atMs: number | null, nowMs: number) => Promise<void>;

/** Hides a thing from everybody else, from `atMs` on; null shows it again. What is so already stays as it is. */
export const SET_HIDDEN: Record<HidableKind, SetHidden> = {
  auction: async (tx, auctionId, atMs, nowMs) => {
    const isIt = eq(auctions.auctionId, auctionId);
    await tx
      .update(auctions)
      .set({ hiddenAtMs: atMs })
      .where(and(isIt, isOther(auctions.hiddenAtMs, atMs)));
    await markChanged(tx, auctionId, nowMs);
  },
  question: async (tx, questionId, atMs) => {
    const isIt = eq(questions.questionId, questionId);
    await tx
      .update(questions)
      .set({ hiddenAtMs: atMs })
      .where(and(isIt, isOther(questions.hiddenAtMs, atMs)));
  },
  answer: async (tx, questionId, atMs) => {
    const isIt = eq(questions.questionId, questionId);
    await tx
      .update(questions)
      .set({ answerHiddenAtMs: atMs })
      .where(and(isIt, isOther(questions.answerHiddenAtMs, atMs)));
  },
  rating: async (tx, ratingId, atMs) => {
    const isIt = eq(ratings.ratingId, ratingId);
    await tx
      .update(ratings)
      .set({ hiddenAtMs: atMs })
      .where(and(isIt, isOther(ratings.hiddenAtMs, atMs)));
  },
};

function isOther(hiddenAtMs: MySqlColumn, atMs: number | null) {
  return atMs === null ? isNotNull(hiddenAtMs) : isNull(hiddenAtMs);
}
