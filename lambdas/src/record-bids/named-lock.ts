import { sql } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';

const WAIT_SECONDS = 10;

/**
 * Runs `work` while this process alone holds MySQL's lock of that name (64 characters at most); throws
 * when it cannot be had in 10 s. The lock goes with the connection, so a killed process leaves none.
 */
export function withNamedLock<Result>(
  db: Db,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  // The transaction only keeps one connection for as long as the lock is held.
  return db.transaction(async (tx) => {
    const [rows] = await tx.execute(sql`SELECT GET_LOCK(${name}, ${WAIT_SECONDS}) AS held`);
    const held = (rows as unknown as { held: number | null }[])[0]?.held;
    if (held !== 1) throw new Error(`the lock ${name} could not be had in time`);
    try {
      return await work();
    } finally {
      await tx.execute(sql`DO RELEASE_LOCK(${name})`);
    }
  });
}
