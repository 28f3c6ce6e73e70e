import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Db } from '../mysql/connect.ts';
import { eventually } from './connections.ts';

/** The server shows the same again to whoever has looked within a tenth of a second. */
const FRESH_LOOK_MS = 150;

/** Resolves once so many transactions in this database wait for what another one has locked. */
export function untilWaiting(db: Db, count = 1): Promise<true> {
  return eventually(async () => {
    await pause(FRESH_LOOK_MS);
    const [rows] = await db.execute(sql`SELECT COUNT(*) AS waiting
      FROM information_schema.innodb_trx JOIN information_schema.processlist ON id = trx_mysql_thread_id
      WHERE trx_state = 'LOCK WAIT' AND db = DATABASE()`);
    const [row] = rows as unknown as { waiting: number }[];
    return Number(row?.waiting) >= count;
  });
}
