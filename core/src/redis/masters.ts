import { Cluster } from 'ioredis';
import type { Redis } from 'ioredis';
import type { AuctionRedis } from './connect.ts';

/** One server that judges, as it tells of itself. */
export interface Master {
  /**
   * Another one whenever what it holds may be less than what was answered: its process (`run_id`) is
   * another one after a start or a failover, its history (`master_replid`) whenever it is promoted.
   */
  identity: string;
  /** To the second. */
  uptimeMs: number;
}

/** The connections to the one Redis, or to each master of a cluster. */
export function mastersOf(redis: AuctionRedis): Redis[] {
  return redis instanceof Cluster ? redis.nodes('master') : [redis];
}

/** Asks a master who it is. Throws when it does not answer or does not tell. */
export async function readMaster(master: Redis): Promise<Master> {
  const [server, replication] = await Promise.all([
    master.info('server'),
    master.info('replication'),
  ]);
  const seconds = infoField(server, 'uptime_in_seconds');
  const runId = infoField(server, 'run_id');
  if (seconds === undefined || runId === undefined) {
    throw new Error('Redis does not say which process it is and how long it has been running');
  }
  const history = infoField(replication, 'master_replid') ?? '';
  return { identity: `${runId}:${history}`, uptimeMs: Number(seconds) * 1000 };
}

/** The value of one line of INFO; undefined when it is not told. */
export function infoField(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:([^\\r\\n]+)`, 'm').exec(info)?.[1];
}
