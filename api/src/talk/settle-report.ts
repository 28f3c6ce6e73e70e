import { and, eq, isNull } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { talkReports } from '@sagopalgo/core/mysql/talk-schema.ts';
import { writeAction } from '@sagopalgo/core/operating/actions.ts';
import type { OperatorWord } from '@sagopalgo/core/operating/actions.ts';
import type { Deps } from '../deps.ts';

/** An operator has dealt with a report; kept with who and what they said. Throws NOT_FOUND and ALREADY_SO. */
export async function settleReport(
  { db, log, now }: Pick<Deps, 'db' | 'log' | 'now'>,
  reportId: string,
  word: OperatorWord,
): Promise<void> {
  const actedAtMs = now();
  await db.transaction(async (tx) => {
    const [settled] = await tx
      .update(talkReports)
      .set({ settledAtMs: actedAtMs, openKey: null })
      .where(and(eq(talkReports.reportId, reportId), isNull(talkReports.settledAtMs)));
    const [row] = await tx.select().from(talkReports).where(eq(talkReports.reportId, reportId));
    if (!row) throw new RefusalError('NOT_FOUND');
    if (settled.affectedRows === 0) throw new RefusalError('ALREADY_SO');
    const { orderId, reportedId: userId } = row;
    const detail = { reportId, orderId };
    await writeAction(tx, { ...word, action: 'settle-report', userId, detail, actedAtMs });
  });
  log.info('talk.report-settled', { reportId, operatorId: word.operatorId });
}
