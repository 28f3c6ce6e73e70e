import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Db } from './connect.ts';
import { errnoOf } from './errors.ts';

/** What servers say of a statement that took too long: MySQL, MariaDB, and their full-text index. */
const TOO_LONG = new Set([3024, 1969, 188, 1317]);

const mariadbs = new WeakMap<Db, boolean>();

/** The server has ended a SELECT that took longer than it might. */
export class TookTooLongError extends Error {
  constructor(cause?: unknown) {
    super('it took too long', { cause });
  }
}

/**
 * The rows of a SELECT, of which what follows that word is given. The server itself ends it after `withinMs`;
 * then a TookTooLongError is thrown.
 */
export async function timedRows<Row>(db: Db, rest: SQL, withinMs: number): Promise<Row[]> {
  const statement = timed(rest, withinMs, await isMariadb(db));
  try {
    const [rows] = await db.execute(statement);
    return rows as unknown as Row[];
  } catch (error) {
    if (TOO_LONG.has(errnoOf(error) ?? 0)) throw new TookTooLongError(error);
    throw error;
  }
}

function timed(rest: SQL, withinMs: number, onMariadb: boolean): SQL {
  if (!onMariadb) return sql`SELECT ${sql.raw(`/*+ MAX_EXECUTION_TIME(${withinMs}) */`)} ${rest}`;
  return sql`SET STATEMENT max_statement_time=${sql.raw(String(withinMs / 1000))} FOR SELECT ${rest}`;
}

async function isMariadb(db: Db): Promise<boolean> {
  const known = mariadbs.get(db);
  if (known !== undefined) return known;
  const [rows] = await db.execute(sql`SELECT VERSION() AS version`);
  const [row] = rows as unknown as { version: string }[];
  const found = String(row?.version).includes('MariaDB');
  mariadbs.set(db, found);
  return found;
}
