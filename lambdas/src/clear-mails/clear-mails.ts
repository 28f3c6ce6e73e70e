import { and, inArray, isNull, lt } from 'drizzle-orm';
import { passwordResets } from '@sagopalgo/core/mysql/account-schema.ts';
import { emailProofs, mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import type { Connections } from '../connections.ts';

const ROWS_A_BATCH = 500;
const BATCHES_MAX = 200;
/** For whoever asks where a mail went. */
const KEEP_MAILS_MS = 7 * 86_400_000;

type Used = Pick<Connections, 'db' | 'now'>;

/** How many rows went; `isAll` is false where there are more than one run may take. */
export interface ClearedMails {
  proofs: number;
  resets: number;
  mails: number;
  isAll: boolean;
}

/**
 * Deletes the links that have expired, used or not, and what is left of mails that were sent or given up
 * long ago. A few rows at a time; it may be cut off and run again, or twice at once.
 */
export async function clearMails(
  deps: Used,
  { rowsABatch = ROWS_A_BATCH, batchesMax = BATCHES_MAX } = {},
): Promise<ClearedMails> {
  const cleared = { proofs: 0, resets: 0, mails: 0, isAll: true };
  for (const [name, clear] of [
    ['proofs', clearProofs],
    ['resets', clearResets],
    ['mails', clearEnded],
  ] as const) {
    let found = rowsABatch;
    for (let batch = 0; batch < batchesMax && found === rowsABatch; batch += 1) {
      const gone = await clear(deps, rowsABatch);
      cleared[name] += gone.rows;
      found = gone.found;
    }
    cleared.isAll &&= found < rowsABatch;
  }
  return cleared;
}

interface Batch {
  found: number;
  rows: number;
}

async function clearProofs({ db, now }: Used, rows: number): Promise<Batch> {
  const expired = await db
    .select({ tokenHash: emailProofs.tokenHash })
    .from(emailProofs)
    .where(lt(emailProofs.expiresAtMs, now()))
    .orderBy(emailProofs.expiresAtMs)
    .limit(rows);
  if (expired.length === 0) return { found: 0, rows: 0 };
  const hashes = expired.map(({ tokenHash }) => tokenHash);
  const [gone] = await db.delete(emailProofs).where(inArray(emailProofs.tokenHash, hashes));
  return { found: expired.length, rows: gone.affectedRows };
}

async function clearResets({ db, now }: Used, rows: number): Promise<Batch> {
  const expired = await db
    .select({ tokenHash: passwordResets.tokenHash })
    .from(passwordResets)
    .where(lt(passwordResets.expiresAtMs, now()))
    .orderBy(passwordResets.expiresAtMs)
    .limit(rows);
  if (expired.length === 0) return { found: 0, rows: 0 };
  const hashes = expired.map(({ tokenHash }) => tokenHash);
  const [gone] = await db.delete(passwordResets).where(inArray(passwordResets.tokenHash, hashes));
  return { found: expired.length, rows: gone.affectedRows };
}

async function clearEnded({ db, now }: Used, rows: number): Promise<Batch> {
  const isOld = lt(mailOutbox.createdAtMs, now() - KEEP_MAILS_MS);
  const ended = await db
    .select({ mailId: mailOutbox.mailId })
    .from(mailOutbox)
    .where(and(isNull(mailOutbox.nextAttemptAtMs), isOld))
    .orderBy(mailOutbox.createdAtMs)
    .limit(rows);
  if (ended.length === 0) return { found: 0, rows: 0 };
  const ids = ended.map(({ mailId }) => mailId);
  const [gone] = await db.delete(mailOutbox).where(inArray(mailOutbox.mailId, ids));
  return { found: ended.length, rows: gone.affectedRows };
}
