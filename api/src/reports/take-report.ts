import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { report } from '@sagopalgo/core/contracts/reports.ts';
import { reports } from '@sagopalgo/core/mysql/asking-schema.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import type { Deps } from '../deps.ts';
import { findSubject } from './find-subject.ts';

type Reported = z.output<typeof report.body>;

/**
 * Takes a report and returns its id; the same one again, while it is open, is returned. Throws NOT_FOUND,
 * REPORTING_ONESELF and ALREADY_REPORTED.
 */
export async function takeReport(
  deps: Pick<Deps, 'db' | 'now'>,
  reporterId: string,
  reported: Reported,
): Promise<string> {
  const { kind, subjectId } = reported;
  const openKey = `${reporterId}:${kind}:${subjectId}`;
  const open = await findOpen(deps.db, openKey, reported);
  if (open !== null) return open;
  const subject = await findSubject(deps, reported, reporterId);
  if (!subject) throw new RefusalError('NOT_FOUND');
  if (subject.aboutUserId === reporterId) throw new RefusalError('REPORTING_ONESELF');
  const reportId = randomUUID();
  try {
    const reportedAtMs = deps.now();
    await deps.db
      .insert(reports)
      .values({ ...reported, ...subject, reportId, reporterId, openKey, reportedAtMs });
    return reportId;
  } catch (error) {
    if (duplicateKeyOf(error) === null) throw error;
    const meanwhile = await findOpen(deps.db, openKey, reported);
    if (meanwhile === null) throw error;
    return meanwhile;
  }
}

async function findOpen(
  db: Deps['db'],
  openKey: string,
  { reason, text }: Reported,
): Promise<string | null> {
  const [open] = await db.select().from(reports).where(eq(reports.openKey, openKey));
  if (!open) return null;
  if (open.reason !== reason || open.text !== text) throw new RefusalError('ALREADY_REPORTED');
  return open.reportId;
}
