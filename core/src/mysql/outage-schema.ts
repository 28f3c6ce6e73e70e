import { index, mysqlTable, text } from 'drizzle-orm/mysql-core';
import { atMs, id } from './columns.ts';

/** When the judge could take no bids, as far as a keeper saw it. */
export const judgeOutages = mysqlTable(
  'judge_outages',
  {
    outageId: id('outage_id').primaryKey(),
    startedAtMs: atMs('started_at_ms').notNull(),
    /** Null while it lasts. */
    endedAtMs: atMs('ended_at_ms'),
  },
  (table) => [index('judge_outages_started').on(table.startedAtMs)],
);

/** One row: when a keeper last saw the judge taking bids, and which servers it then was. */
export const judgeWatch = mysqlTable('judge_watch', {
  watchId: id('watch_id').primaryKey(),
  aliveAtMs: atMs('alive_at_ms').notNull(),
  /** The identities of all masters, with spaces between them; null before any was seen. */
  masters: text('masters'),
  /** When one was last seen that had not been a master before; 0 for those that were seen first. */
  mastersSinceMs: atMs('masters_since_ms').notNull().default(0),
});
