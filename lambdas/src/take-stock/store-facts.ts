import { sql } from 'drizzle-orm';
import type { Redis } from 'ioredis';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { infoField, mastersOf } from '@sagopalgo/core/redis/masters.ts';

const SCRIPTS = /^cmdstat_(?:evalsha|eval|fcall):calls=(\d+),usec=(\d+)/gm;
const STATUS = {
  Threads_connected: 'connections',
  Threads_running: 'running',
  Questions: 'statements',
  Slow_queries: 'slowStatements',
  Innodb_row_lock_waits: 'rowLockWaits',
} as const;

/** What all masters of Redis together say of themselves; counts are since each one's start. */
export interface RedisFacts {
  masters: number;
  memoryBytes: number;
  /** Of what it may use, else of its machine's memory: the fullest one's share, 0 to 1. */
  memoryUsedRatio: number;
  clients: number;
  /** The judge's script and all others. */
  scriptCalls: number;
  scriptSeconds: number;
  /** Whether an append-only file could not be written to last. */
  isFileFailing: boolean;
}

/** What MySQL says of itself; counts are since its start. */
export type MysqlFacts = Record<(typeof STATUS)[keyof typeof STATUS], number>;

export async function readRedisFacts(redis: AuctionRedis): Promise<RedisFacts> {
  const each = await Promise.all(mastersOf(redis).map(factsOf));
  const sum = (name: 'memoryBytes' | 'clients' | 'scriptCalls' | 'scriptSeconds') =>
    each.reduce((total, facts) => total + facts[name], 0);
  return {
    masters: each.length,
    memoryBytes: sum('memoryBytes'),
    memoryUsedRatio: Math.max(...each.map((facts) => facts.memoryUsedRatio)),
    clients: sum('clients'),
    scriptCalls: sum('scriptCalls'),
    scriptSeconds: sum('scriptSeconds'),
    isFileFailing: each.some((facts) => facts.isFileFailing),
  };
}

export async function readMysqlFacts(db: Db): Promise<MysqlFacts> {
  const names = Object.keys(STATUS).map((name) => sql`${name}`);
  const [rows] = await db.execute(
    sql`SHOW GLOBAL STATUS WHERE Variable_name IN (${sql.join(names, sql`, `)})`,
  );
  const told = rows as unknown as { Variable_name: keyof typeof STATUS; Value: string }[];
  const facts = told.map(({ Variable_name: name, Value }) => [STATUS[name], Number(Value)]);
  return Object.fromEntries(facts) as MysqlFacts;
}

async function factsOf(master: Redis): Promise<Omit<RedisFacts, 'masters'>> {
  const [memory, clients, persistence, commands] = await Promise.all([
    master.info('memory'),
    master.info('clients'),
    master.info('persistence'),
    master.info('commandstats'),
  ]);
  const scripts = [...commands.matchAll(SCRIPTS)];
  const sum = (group: number) => scripts.reduce((total, found) => total + Number(found[group]), 0);
  const numberIn = (info: string, name: string) => Number(infoField(info, name) ?? 0);
  const memoryBytes = numberIn(memory, 'used_memory');
  const limitBytes = numberIn(memory, 'maxmemory') || numberIn(memory, 'total_system_memory');
  return {
    memoryBytes,
    memoryUsedRatio: limitBytes === 0 ? 0 : memoryBytes / limitBytes,
    clients: numberIn(clients, 'connected_clients'),
    scriptCalls: sum(1),
    scriptSeconds: sum(2) / 1_000_000,
    isFileFailing: (infoField(persistence, 'aof_last_write_status') ?? 'ok') !== 'ok',
  };
}
