import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { mastersOf } from '@sagopalgo/core/redis/masters.ts';
import { connectRaw, quoted, readTables } from './raw-mysql.ts';

/** Throws a sentence unless no table has a row and no Redis a key. Changes nothing. */
export async function expectEmpty(mysqlUrl: string, redis: AuctionRedis): Promise<void> {
  const filled = await filledTables(mysqlUrl);
  if (filled.length > 0) {
    throw new Error(`the database is not empty: there are rows in ${filled.join(', ')}.`);
  }
  const sizes = await Promise.all(mastersOf(redis).map((master) => master.dbsize()));
  const keys = sizes.reduce((sum, size) => sum + size, 0);
  if (keys > 0) {
    throw new Error(
      `Redis is not empty (keys: ${keys}). Stop every part of the marketplace and empty it.`,
    );
  }
}

async function filledTables(mysqlUrl: string): Promise<string[]> {
  const connection = await connectRaw(mysqlUrl);
  try {
    const filled: string[] = [];
    for (const { name } of await readTables(connection)) {
      const [rows] = await connection.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
      if ((rows as unknown[]).length > 0) filled.push(name);
    }
    return filled;
  } finally {
    await connection.end();
  }
}
