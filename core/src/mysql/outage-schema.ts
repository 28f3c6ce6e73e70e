import { index, mediumtext, mysqlTable, text } from 'drizzle-orm/mysql-core';
import { atMs, id } from './columns.ts';

/** When the judge, or a part of it, could take no bids, as far as a keeper saw it. */
export const judgeOutages = mysqlTable(
  'judge_outages',
  {
    outageId: id('outage_id').primaryKey(),
    startedAtMs: atMs('started_at_ms').notNull(),
    /** Null while it lasts. */
    endedAtMs: atMs('ended_at_ms'),
    /** Of a cluster: the slots of the master that was away. Null is the whole judge. */
    slots: mediumtext('slots'),
  },
  (table) => [index('judge_outages_started').on(table.startedAtMs)],
);

/**
 * One row, or one for each master of a cluster: when a keeper last saw that part of the judge taking
 * bids, and which server it then was.
 */
export const judgeWatch = mysqlTable('judge_watch', {
  watchId: id('watch_id').primaryKey(),
  /** The slots that this master held; null for one Redis. */
  slots: mediumtext('slots'),
  aliveAtMs: atMs('alive_at_ms').notNull(),
  /** The identity of the master; null before any was seen. */
  masters: text('masters'),
  /** When one was last seen that had not been the master before; 0 for the one that was seen first. */
  mastersSinceMs: atMs('masters_since_ms').notNull().default(0),
});
