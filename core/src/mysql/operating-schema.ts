import {
  bigint,
  char,
  index,
  int,
  mysqlTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';
import type { TraceKind } from '../contracts/signals.ts';
import type { TaskKind, TaskState } from '../rules/operator-tasks.ts';
import { atMs, id } from './columns.ts';

/** What operators have asked the keeper to do, with who and why; it stays as what was done, too. */
export const operatorTasks = mysqlTable(
  'operator_tasks',
  {
    /** Also the id of the action that the keeper writes, so that both are told as one. */
    taskId: id('task_id').primaryKey(),
    kind: varchar('kind', { length: 20 }).$type<TaskKind>().notNull(),
    /** What it is done to: an auction, or the name of a job. */
    subject: id('subject').notNull(),
    /** The new closing, for what moves one. */
    closesAtMs: atMs('closes_at_ms'),
    operatorId: id('operator_id').notNull(),
    operator: varchar('operator', { length: 120 }).notNull(),
    reason: varchar('reason', { length: 500 }).notNull(),
    askedAtMs: atMs('asked_at_ms').notNull(),
    state: varchar('state', { length: 10 }).$type<TaskState>().notNull().default('waiting'),
    /** `kind` and `subject` while it waits and null afterwards: the same is not asked twice at once. */
    openKey: varchar('open_key', { length: 80 }),
    /** A keeper has it since then; after a while another takes it up. */
    takenAtMs: atMs('taken_at_ms'),
    endedAtMs: atMs('ended_at_ms'),
    /** What came of it, in a sentence. */
    outcome: varchar('outcome', { length: 1000 }),
  },
  (table) => [
    uniqueIndex('operator_tasks_open').on(table.openKey),
    index('operator_tasks_asked').on(table.askedAtMs, table.taskId),
    index('operator_tasks_state').on(table.state, table.askedAtMs),
  ],
);

/** What comparing a day's sale, or the books, last came to: one row a sale date, and one for the books. */
export const reconciliations = mysqlTable('reconciliations', {
  /** "YYYY-MM-DD" in Seoul, or `books`. */
  reconciledId: char('reconciled_id', { length: 10 }).primaryKey(),
  compared: int('compared').notNull(),
  differenceCount: int('difference_count').notNull(),
  /** JSON of the first of them, a sentence each. */
  differences: text('differences').notNull(),
  ranAtMs: atMs('ran_at_ms').notNull(),
});

/** The last run of each function that the clock wakes, whichever machine it was on. */
export const jobRuns = mysqlTable('job_runs', {
  job: id('job').primaryKey(),
  startedAtMs: atMs('started_at_ms').notNull(),
  /** When a run last ended well; null before any has. */
  wentWellAtMs: atMs('went_well_at_ms'),
  tookMs: bigint('took_ms', { mode: 'number' }),
  /** Why the last run failed; null where it went well. */
  fault: varchar('fault', { length: 500 }),
});

/**
 * Where an account was signed in from, as keyed hashes: enough to see that two accounts share a device or a
 * network, and nothing else.
 */
export const signInTraces = mysqlTable(
  'sign_in_traces',
  {
    userId: id('user_id').notNull(),
    kind: varchar('kind', { length: 7 }).$type<TraceKind>().notNull(),
    /** HMAC-SHA-256 in hex, cut to half. */
    traceHash: char('trace_hash', { length: 32 }).notNull(),
    firstSeenAtMs: atMs('first_seen_at_ms').notNull(),
    lastSeenAtMs: atMs('last_seen_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.kind, table.traceHash] }),
    index('sign_in_traces_shared').on(table.kind, table.traceHash, table.lastSeenAtMs),
    index('sign_in_traces_seen').on(table.lastSeenAtMs),
  ],
);
