import { connectRaw } from './raw-mysql.ts';

/**
 * Runs `work` while no other process does the same to this database; throws a sentence at once when one
 * does. The lock goes with the connection, so a killed process leaves none.
 */
export async function alone<Result>(
  mysqlUrl: string,
  what: 'backup' | 'restore',
  work: () => Promise<Result>,
): Promise<Result> {
  const connection = await connectRaw(mysqlUrl);
  try {
    // A server's locks are one for all of its databases, and their names have 64 characters at most.
    const sql = 'SELECT GET_LOCK(CONCAT(?, LEFT(SHA2(DATABASE(), 256), 32)), 0) AS held';
    const [rows] = await connection.query(sql, [`sagopalgo:${what}:`]);
    const held = (rows as { held: number | null }[])[0]?.held;
    if (held !== 1) throw new Error(`another ${what} of this database is under way.`);
    return await work();
  } finally {
    connection.destroy();
  }
}
