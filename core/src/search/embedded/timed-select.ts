import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Db } from '../../mysql/connect.ts';
import { errnoOf } from '../../mysql/errors.ts';
import type { Slots } from '../../runtime/slots.ts';
import { SearchAwayError } from '../auction-search.ts';

/** What servers say of a statement that took too long: MySQL, MariaDB, and their full-text index. */
const TOO_LONG = new Set([3024, 1969, 188, 1317]);
/** A statement that the server does not end in time is not waited for longer. */
const GRACE_MS = 500;

/** Runs a SELECT, of which what follows that word is given, within a shorter time where one is named. */
export type Select = <Row>(rest: SQL, withinMs?: number) => Promise<Row[]>;

/**
 * Runs SELECTs that may take `withinMs` and no more, in slots of their own: what takes longer, and what
 * there is no slot for, throws a SearchAwayError. A slot is free again when its statement has ended.
 */
export function timedSelect(db: Db, slots: Slots, withinMs: number): Select {
  let isMariadb: boolean | null = null;
  async function run<Row>(rest: SQL, ownMs: number): Promise<Row[]> {
    isMariadb ??= await readIsMariadb(db);
    try {
      const [rows] = await db.execute(timed(rest, ownMs, isMariadb));
      return rows as unknown as Row[];
    } catch (error) {
      if (TOO_LONG.has(errnoOf(error) ?? 0)) throw new SearchAwayError('it took too long');
      throw error;
    }
  }
  return async <Row>(rest: SQL, ownMs = withinMs) => {
    const running = slots.run(() => run<Row>(rest, ownMs));
    running.catch(() => undefined);
    const done = new AbortController();
    try {
      return await Promise.race([running, givingUp(withinMs + GRACE_MS, done.signal)]);
    } finally {
      done.abort();
    }
  };
}

function timed(rest: SQL, withinMs: number, isMariadb: boolean): SQL {
  if (!isMariadb) return sql`SELECT ${sql.raw(`/*+ MAX_EXECUTION_TIME(${withinMs}) */`)} ${rest}`;
  return sql`SET STATEMENT max_statement_time=${sql.raw(String(withinMs / 1000))} FOR SELECT ${rest}`;
}

async function readIsMariadb(db: Db): Promise<boolean> {
  const [rows] = await db.execute(sql`SELECT VERSION() AS version`);
  return String((rows as unknown as { version: string }[])[0]?.version).includes('MariaDB');
}

async function givingUp(withinMs: number, done: AbortSignal): Promise<never> {
  await pause(withinMs, null, { signal: done });
  throw new SearchAwayError('it took too long');
}
