import { sql } from 'drizzle-orm';
import type { Db } from './connect.ts';

/** What a process has to be alone at in a database. */
export type DatabaseWork = 'backup' | 'restore' | 'fill';

/**
 * The lock of a work in this database, as an expression of SQL. A server's locks are one for all of its databases, and
 * their names have 64 characters at most. It goes with its connection, so a killed process leaves none.
 */
export function lockOf(work: DatabaseWork): string {
  return `CONCAT('sagopalgo:${work}:', LEFT(SHA2(DATABASE(), 256), 32))`;
}

/**
 * Whether a restore is filling this record, or Redis from it, right now: nothing of what will be there is to be seen
 * until it is over, and nothing may be written.
 */
export async function isRestoring(db: Pick<Db, 'execute'>): Promise<boolean> {
  const asked = sql`SELECT IS_FREE_LOCK(${sql.raw(lockOf('fill'))}) AS isFree`;
  const [rows] = (await db.execute(asked)) as unknown as [{ isFree: number | null }[]];
  return rows[0]?.isFree === 0;
}

/**
 * Throws a sentence where a restore is under way, for a process that would write into it: started again, it finds a
 * whole record. While the record does not answer it cannot be known, and nothing can be written.
 */
export async function expectNoRestore(db: Pick<Db, 'execute'>): Promise<void> {
  if (await isRestoring(db).catch(() => false)) throw new Error('a restore is under way');
}
