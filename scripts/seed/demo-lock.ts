import { sql } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { withNamedLock } from '@sagopalgo/lambdas/src/record-bids/named-lock.ts';

const NAME_MAX_CHARS = 58;

/**
 * Runs `work` while nobody else seeds or tops up this database. MySQL's locks belong to the server,
 * so the name holds the database's.
 */
export async function withDemoLock<Result>(db: Db, work: () => Promise<Result>): Promise<Result> {
  const [rows] = await db.execute(sql`SELECT DATABASE() AS name`);
  const name = (rows as unknown as { name: string }[])[0]?.name ?? '';
  return await withNamedLock(db, `demo:${name.slice(-NAME_MAX_CHARS)}`, work);
}
