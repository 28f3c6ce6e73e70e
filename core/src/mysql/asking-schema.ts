import {
  char,
  index,
  int,
  mysqlTable,
  tinyint,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';
import type { QuestionVisibility } from '../contracts/questions.ts';
import type { RatingSide, ReportKind, ReportReason, ReportState } from '../rules/reporting.ts';
import { atMs, id } from './columns.ts';

/** What people ask about an auction, each with its answer; one that was withdrawn stays, and is shown to nobody. */
export const questions = mysqlTable(
  'questions',
  {
    /** Made by the asker's client and kept over retries. */
    questionId: id('question_id').primaryKey(),
    auctionId: id('auction_id').notNull(),
    askerId: id('asker_id').notNull(),
    /** N by the first question in that auction: nothing of it says who bids. */
    askerOrdinal: int('asker_ordinal').notNull(),
    visibility: varchar('visibility', { length: 6 }).$type<QuestionVisibility>().notNull(),
    text: varchar('text', { length: 500 }).notNull(),
    /** Of what was sent at first, in hex: the same id with something else is another question. */
    sentHash: char('sent_hash', { length: 64 }).notNull(),
    /** Raised by every change: an answer names what it answers. */
    revision: int('revision').notNull().default(1),
    askedAtMs: atMs('asked_at_ms').notNull(),
    editedAtMs: atMs('edited_at_ms'),
    withdrawnAtMs: atMs('withdrawn_at_ms'),
    /** An operator keeps it from everybody but its asker since then. */
    hiddenAtMs: atMs('hidden_at_ms'),
    answer: varchar('answer', { length: 1000 }),
    answeredAtMs: atMs('answered_at_ms'),
    answerEditedAtMs: atMs('answer_edited_at_ms'),
    answerHiddenAtMs: atMs('answer_hidden_at_ms'),
  },
  (table) => [
    index('questions_auction').on(table.auctionId, table.askedAtMs, table.questionId),
    index('questions_asker').on(table.auctionId, table.askerId),
    index('questions_asked_by').on(table.askerId, table.askedAtMs),
  ],
);

/**
 * Whoever asks about an auction holds its row here for as long as that takes, so that they ask one after the other. The
 * auction's own row is left to its bids and its closing.
 */
export const askingTurns = mysqlTable('asking_turns', {
  auctionId: id('auction_id').primaryKey(),
});

/** What the two parties of an order thought of each other; never changed. */
export const ratings = mysqlTable(
  'ratings',
  {
    ratingId: id('rating_id').primaryKey(),
    orderId: id('order_id').notNull(),
    auctionId: id('auction_id').notNull(),
    /** Who of the two rates. */
    side: varchar('side', { length: 6 }).$type<RatingSide>().notNull(),
    raterId: id('rater_id').notNull(),
    ratedId: id('rated_id').notNull(),
    stars: tinyint('stars').notNull(),
    /** '' where nothing was said. */
    text: varchar('text', { length: 300 }).notNull(),
    ratedAtMs: atMs('rated_at_ms').notNull(),
    /** When everybody sees it: once the other has rated too, else when nobody can any more. */
    shownAtMs: atMs('shown_at_ms').notNull(),
    /** An operator keeps its words from everybody since then; its stars count. */
    hiddenAtMs: atMs('hidden_at_ms'),
  },
  (table) => [
    uniqueIndex('ratings_order_side').on(table.orderId, table.side),
    index('ratings_rater').on(table.raterId, table.ratedAtMs),
    index('ratings_rated').on(table.ratedId, table.side, table.shownAtMs, table.ratingId),
  ],
);

/** What people think an operator should look at. */
export const reports = mysqlTable(
  'reports',
  {
    reportId: id('report_id').primaryKey(),
    reporterId: id('reporter_id').notNull(),
    kind: varchar('kind', { length: 8 }).$type<ReportKind>().notNull(),
    /** The auction, question (of an answer, too), rating or person. */
    subjectId: id('subject_id').notNull(),
    /** Whose it is. */
    aboutUserId: id('about_user_id').notNull(),
    /** Where it stands; null of a person. */
    auctionId: id('auction_id'),
    reason: varchar('reason', { length: 12 }).$type<ReportReason>().notNull(),
    text: varchar('text', { length: 500 }).notNull(),
    /** What was reported as it stood then, since it may be changed. */
    said: varchar('said', { length: 1000 }).notNull(),
    state: varchar('state', { length: 9 }).$type<ReportState>().notNull().default('open'),
    /** Reporter, kind and subject while it is open and null afterwards: one open report of each. */
    openKey: varchar('open_key', { length: 100 }),
    reportedAtMs: atMs('reported_at_ms').notNull(),
    handledAtMs: atMs('handled_at_ms'),
  },
  (table) => [
    uniqueIndex('reports_open').on(table.openKey),
    index('reports_state').on(table.state, table.reportedAtMs, table.reportId),
    index('reports_subject').on(table.kind, table.subjectId, table.state),
  ],
);
