import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { MySqlColumn, MySqlTable } from 'drizzle-orm/mysql-core';
import { questions, ratings } from '@sagopalgo/core/mysql/asking-schema.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { ReportKind } from '@sagopalgo/core/rules/reporting.ts';
import { markChanged } from '@sagopalgo/core/search/mark-changed.ts';

/** What can be hidden: a person is blocked instead. */
export type HidableKind = Exclude<ReportKind, 'person'>;

/**
 * To hide, or to show again what was hidden at one of these moments: what was hidden otherwise is not theirs to show.
 */
export type Hiding = { isHidden: true } | { isHidden: false; hiddenAtMs: readonly number[] };

/** Where it stands since when a thing is hidden. */
interface Place {
  table: MySqlTable;
  id: MySqlColumn;
  since: MySqlColumn;
}

const PLACES: Record<HidableKind, Place> = {
  auction: { table: auctions, id: auctions.auctionId, since: auctions.hiddenAtMs },
  question: { table: questions, id: questions.questionId, since: questions.hiddenAtMs },
  answer: { table: questions, id: questions.questionId, since: questions.answerHiddenAtMs },
  rating: { table: ratings, id: ratings.ratingId, since: ratings.hiddenAtMs },
};

/** Hides a thing from everybody else, or shows it again. What is so already stays as it is. */
export async function hideSubject(
  tx: Tx,
  { kind, subjectId }: { kind: HidableKind; subjectId: string },
  hiding: Hiding,
  nowMs: number,
): Promise<void> {
  const { table, id, since } = PLACES[kind];
  const fromMs = hiding.isHidden ? nowMs : null;
  const isToChange = hiding.isHidden ? isNull(since) : inArray(since, [...hiding.hiddenAtMs]);
  await tx.execute(
    sql`update ${table} set ${since} = ${fromMs} where ${and(eq(id, subjectId), isToChange)}`,
  );
  if (kind === 'auction') await markChanged(tx, subjectId, nowMs);
}
