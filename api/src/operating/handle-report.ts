import { and, eq, isNull } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { questions, ratings, reports } from '@sagopalgo/core/mysql/asking-schema.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { writeAction } from '@sagopalgo/core/operating/actions.ts';
import type { OperatorAction } from '@sagopalgo/core/operating/actions.ts';
import type { ReportKind } from '@sagopalgo/core/rules/reporting.ts';
import { markChanged } from '@sagopalgo/core/search/mark-changed.ts';
import type { Deps } from '../deps.ts';
import type { Asked } from './ask-keeper.ts';
import { readActionEntry } from './find-audit.ts';

type Used = Pick<Deps, 'db' | 'now' | 'log' | 'records'>;
type ReportRow = typeof reports.$inferSelect;

/** Closes a report without doing anything else. Throws NOT_FOUND, FORBIDDEN and ALREADY_SO. */
export function dismiss(used: Used, reportId: string, asked: Asked): Promise<AuditEntry> {
  return handle(used, reportId, asked, 'dismiss-report', (tx, { isIt, nowMs }) =>
    close(tx, { isIt, state: 'dismissed', nowMs }),
  );
}

/**
 * Hides what was reported from everybody else and closes all open reports of it. Throws NOT_FOUND, FORBIDDEN,
 * ALREADY_SO and NOTHING_TO_HIDE.
 */
export async function hide(used: Used, reportId: string, asked: Asked): Promise<AuditEntry> {
  let auctionId: string | null = null;
  const entry = await handle(used, reportId, asked, 'hide-reported', async (tx, under) => {
    const { row, isIt, nowMs } = under;
    const { kind, subjectId } = row;
    if (kind === 'person') throw new RefusalError('NOTHING_TO_HIDE');
    await close(tx, { isIt, state: 'hidden', nowMs });
    const isAlike = and(eq(reports.kind, kind), eq(reports.subjectId, subjectId));
    await closeAll(tx, { isAlike, nowMs });
    await HIDE[kind](tx, subjectId, nowMs);
    if (kind === 'auction') auctionId = subjectId;
  });
  if (auctionId !== null) await used.records.tell({ auctionId });
  return entry;
}

/** Keeps a word about a report. Throws NOT_FOUND and FORBIDDEN. */
export function note(used: Used, reportId: string, asked: Asked): Promise<AuditEntry> {
  return handle(used, reportId, asked, 'note-report', async () => undefined);
}

interface Under {
  row: ReportRow;
  isIt: ReturnType<typeof eq>;
  nowMs: number;
}

async function handle(
  { db, now, log }: Used,
  reportId: string,
  { operator: { userId: operatorId, nickname: operator }, reason }: Asked,
  action: OperatorAction,
  work: (tx: Tx, under: Under) => Promise<void>,
): Promise<AuditEntry> {
  const nowMs = now();
  const actionId = await db.transaction(async (tx) => {
    const isIt = eq(reports.reportId, reportId);
    const [row] = await tx.select().from(reports).where(isIt).for('update');
    if (!row) throw new RefusalError('NOT_FOUND');
    // Nobody decides their own case.
    if (row.aboutUserId === operatorId) throw new RefusalError('FORBIDDEN');
    await work(tx, { row, isIt, nowMs });
    const { kind, subjectId, aboutUserId: userId, auctionId } = row;
    return await writeAction(tx, {
      ...{ operator, operatorId, reason, action, userId, actedAtMs: nowMs },
      ...(auctionId !== null && { auctionId }),
      detail: { reportId, kind, subjectId },
    });
  });
  log.info(`report.${action}`, { operatorId, reportId });
  return await readActionEntry(db, actionId);
}

async function close(
  tx: Tx,
  { isIt, state, nowMs }: Pick<Under, 'isIt' | 'nowMs'> & { state: 'dismissed' | 'hidden' },
): Promise<void> {
  const [closed] = await tx
    .update(reports)
    .set({ state, openKey: null, handledAtMs: nowMs })
    .where(and(isIt, eq(reports.state, 'open')));
  if (closed.affectedRows === 0) throw new RefusalError('ALREADY_SO');
}

async function closeAll(
  tx: Tx,
  { isAlike, nowMs }: { isAlike: ReturnType<typeof and>; nowMs: number },
): Promise<void> {
  await tx
    .update(reports)
    .set({ state: 'hidden', openKey: null, handledAtMs: nowMs })
    .where(and(isAlike, eq(reports.state, 'open')));
}

// What is hidden already stays so since then.
const HIDE: Record<
  Exclude<ReportKind, 'person'>,
  (tx: Tx, subjectId: string, nowMs: number) => Promise<void>
> = {
  auction: async (tx, auctionId, nowMs) => {
    await tx
      .update(auctions)
      .set({ hiddenAtMs: nowMs })
      .where(and(eq(auctions.auctionId, auctionId), isNull(auctions.hiddenAtMs)));
    await markChanged(tx, auctionId, nowMs);
  },
  question: async (tx, questionId, nowMs) => {
    await tx
      .update(questions)
      .set({ hiddenAtMs: nowMs })
      .where(and(eq(questions.questionId, questionId), isNull(questions.hiddenAtMs)));
  },
  answer: async (tx, questionId, nowMs) => {
    await tx
      .update(questions)
      .set({ answerHiddenAtMs: nowMs })
      .where(and(eq(questions.questionId, questionId), isNull(questions.answerHiddenAtMs)));
  },
  rating: async (tx, ratingId, nowMs) => {
    await tx
      .update(ratings)
      .set({ hiddenAtMs: nowMs })
      .where(and(eq(ratings.ratingId, ratingId), isNull(ratings.hiddenAtMs)));
  },
};
