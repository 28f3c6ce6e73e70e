import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { MySqlColumn } from 'drizzle-orm/mysql-core';
import { questions, ratings } from '@sagopalgo/core/mysql/asking-schema.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { ReportKind } from '@sagopalgo/core/rules/reporting.ts';
import { markChanged } from '@sagopalgo/core/search/mark-changed.ts';

/** What can be hidden: a person is blocked instead. */
export type HidableKind = Exclude<ReportKind, 'person'>;

/** To hide, or to show again what was hidden at one of these moments: what was hidden otherwise is not theirs to show. */
export type Hiding = { isHidden: true } | { isHidden: false; hiddenAtMs: readonly number[] };

type SetHidden = (tx: Tx, subjectId: string, hiding: Hiding, nowMs: number) => Promise<void>;

/** Hides a thing from everybody else, or shows it again. What is so already stays as it is. */
export const SET_HIDDEN: Record<HidableKind, SetHidden> = {
  auction: async (tx, auctionId, hiding, nowMs) => {
    const isIt = eq(auctions.auctionId, auctionId);
    await tx
      .update(auctions)
      .set({ hiddenAtMs: fromWhen(hiding, nowMs) })
      .where(and(isIt, isToChange(auctions.hiddenAtMs, hiding)));
    await markChanged(tx, auctionId, nowMs);
  },
  question: async (tx, questionId, hiding, nowMs) => {
    const isIt = eq(questions.questionId, questionId);
    await tx
      .update(questions)
      .set({ hiddenAtMs: fromWhen(hiding, nowMs) })
      .where(and(isIt, isToChange(questions.hiddenAtMs, hiding)));
  },
  answer: async (tx, questionId, hiding, nowMs) => {
    const isIt = eq(questions.questionId, questionId);
    await tx
      .update(questions)
      .set({ answerHiddenAtMs: fromWhen(hiding, nowMs) })
      .where(and(isIt, isToChange(questions.answerHiddenAtMs, hiding)));
  },
  rating: async (tx, ratingId, hiding, nowMs) => {
    const isIt = eq(ratings.ratingId, ratingId);
    await tx
      .update(ratings)
      .set({ hiddenAtMs: fromWhen(hiding, nowMs) })
      .where(and(isIt, isToChange(ratings.hiddenAtMs, hiding)));
  },
};

function fromWhen({ isHidden }: Hiding, nowMs: number): number | null {
  return isHidden ? nowMs : null;
}

function isToChange(column: MySqlColumn, hiding: Hiding) {
  return hiding.isHidden ? isNull(column) : inArray(column, [...hiding.hiddenAtMs]);
}
