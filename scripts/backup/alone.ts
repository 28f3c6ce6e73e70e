import { lockOf } from '@sagopalgo/core/mysql/restoring.ts';
import type { DatabaseWork } from '@sagopalgo/core/mysql/restoring.ts';
import { connectRaw } from './raw-mysql.ts';

/**
 * Runs `work` while no other process does the same to this database; throws a sentence at once when one
 * does. The lock goes with the connection, so a killed process leaves none.
 */
export async function alone<Result>(
  mysqlUrl: string,
  what: DatabaseWork,
  work: () => Promise<Result>,
): Promise<Result> {
  const connection = await connectRaw(mysqlUrl);
  try {
    const [rows] = await connection.query(`SELECT GET_LOCK(${lockOf(what)}, 0) AS held`);
    const held = (rows as { held: number | null }[])[0]?.held;
    if (held !== 1) throw new Error(`another ${what} of this database is under way.`);
    return await work();
  } finally {
    connection.destroy();
  }
}
