import { and, asc, eq } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { reports } from '@sagopalgo/core/mysql/asking-schema.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { writeAction } from '@sagopalgo/core/operating/actions.ts';
import type { OperatorAction } from '@sagopalgo/core/operating/actions.ts';
import type { ReportState } from '@sagopalgo/core/rules/reporting.ts';
import type { Deps } from '../deps.ts';
import type { Asked } from './ask-keeper.ts';
import { readActionEntry } from './find-audit.ts';
import { hideSubject } from './hide-subject.ts';

type Used = Pick<Deps, 'db' | 'now' | 'log' | 'records'>;
type ReportRow = typeof reports.$inferSelect;

/** Closes a report without doing anything else. Throws NOT_FOUND, FORBIDDEN and ALREADY_SO. */
export function dismiss(used: Used, reportId: string, asked: Asked): Promise<AuditEntry> {
  return handle(used, reportId, asked, 'dismiss-report', (tx, { isIt, nowMs }) =>
    move(tx, { which: isIt, from: 'open', to: 'dismissed', nowMs }),
  );
}

/**
 * Hides what was reported from everybody else and closes all open reports of it. Throws NOT_FOUND, FORBIDDEN,
 * ALREADY_SO and NOTHING_TO_HIDE.
 */
export function hide(used: Used, reportId: string, asked: Asked): Promise<AuditEntry> {
  return setHidden(used, reportId, asked, true);
}

/**
 * Shows again what was hidden after a report; all reports by which it was end as ones in which nothing was wrong. What
 * was hidden otherwise since, or before, stays hidden.
 * Throws NOT_FOUND, FORBIDDEN, ALREADY_SO and NOTHING_TO_HIDE.
 */
export function unhide(used: Used, reportId: string, asked: Asked): Promise<AuditEntry> {
  return setHidden(used, reportId, asked, false);
}

/** Keeps a word about a report. Throws NOT_FOUND and FORBIDDEN. */
export function note(used: Used, reportId: string, asked: Asked): Promise<AuditEntry> {
  return handle(used, reportId, asked, 'note-report', async () => undefined);
}

async function setHidden(
  used: Used,
  reportId: string,
  asked: Asked,
  isHidden: boolean,
): Promise<AuditEntry> {
  const action = isHidden ? 'hide-reported' : 'unhide-reported';
  const step = isHidden
    ? ({ from: 'open', to: 'hidden' } as const)
    : ({ from: 'hidden', to: 'dismissed' } as const);
  let auctionId: string | null = null;
  const entry = await handle(used, reportId, asked, action, async (tx, under) => {
    const { isIt, isAlike, nowMs, row, hiddenAtMs } = under;
    const { kind, subjectId } = row;
    if (kind === 'person') throw new RefusalError('NOTHING_TO_HIDE');
    await move(tx, { which: isIt, ...step, nowMs });
    await moveAll(tx, { which: isAlike, ...step, nowMs });
    const hiding = isHidden ? { isHidden } : { isHidden, hiddenAtMs };
    await hideSubject(tx, { kind, subjectId }, hiding, nowMs);
    if (kind === 'auction') auctionId = subjectId;
  });
  if (auctionId !== null) await used.records.tell({ auctionId });
  return entry;
}

interface Under {
  row: ReportRow;
  isIt: SQL;
  /** All reports of the same thing, this one among them. */
  isAlike: SQL | undefined;
  /** When it was hidden by those of them by which it is. */
  hiddenAtMs: readonly number[];
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
  const actionId = await rowTransaction(db, async (tx) => {
    const isIt = eq(reports.reportId, reportId);
    const [row] = await tx.select().from(reports).where(isIt);
    if (!row) throw new RefusalError('NOT_FOUND');
    const { kind, subjectId, aboutUserId: userId, auctionId } = row;
    // Nobody decides their own case.
    if (userId === operatorId) throw new RefusalError('FORBIDDEN');
    const isAlike = and(eq(reports.kind, kind), eq(reports.subjectId, subjectId));
    const alike = await lockInOrder(tx, isAlike);
    await work(tx, { row, isIt, isAlike, nowMs, hiddenAtMs: hiddenWhen(alike) });
    return await writeAction(tx, {
      ...{ operator, operatorId, reason, action, userId, actedAtMs: nowMs },
      ...(auctionId !== null && { auctionId }),
      detail: { reportId, kind, subjectId },
    });
  });
  log.info(`report.${action}`, { operatorId, reportId });
  return await readActionEntry(db, actionId);
}

// Two operators may decide about two reports of the same thing at once.
async function lockInOrder(tx: Tx, isAlike: SQL | undefined) {
  const { reportId, state, handledAtMs } = reports;
  return await tx
    .select({ state, handledAtMs })
    .from(reports)
    .where(isAlike)
    .orderBy(asc(reportId))
    .for('update');
}

function hiddenWhen(alike: readonly Pick<ReportRow, 'state' | 'handledAtMs'>[]): number[] {
  return alike.flatMap(({ state, handledAtMs }) =>
    state === 'hidden' && handledAtMs !== null ? handledAtMs : [],
  );
}

interface Step {
  which: SQL | undefined;
  from: ReportState;
  to: ReportState;
  nowMs: number;
}

async function move(tx: Tx, step: Step): Promise<void> {
  if ((await moveAll(tx, step)) === 0) throw new RefusalError('ALREADY_SO');
}

async function moveAll(tx: Tx, { which, from, to, nowMs }: Step): Promise<number> {
  const [moved] = await tx
    .update(reports)
    .set({ state: to, openKey: null, handledAtMs: nowMs })
    .where(and(which, eq(reports.state, from)));
  return moved.affectedRows;
}
