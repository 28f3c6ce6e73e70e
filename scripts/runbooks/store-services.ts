import { join } from 'node:path';
import type { KillableRedis } from '../walk/killable-redis.ts';
import type { Service } from './house-rooms.ts';
import type { OwnMysql } from './own-mysql.ts';

const REDIS_PORT = 6379;
const MYSQL_PORT = 3306;

/** The house's Redis as a service, which is up. */
export function redisService(store: KillableRedis, dataDir: string): Service {
  let isUp = true;
  const kill = async (): Promise<void> => {
    if (isUp) await store.kill();
    isUp = false;
  };
  return {
    name: 'redis',
    isUp: () => isUp,
    up: async () => {
      if (!isUp) await store.restart();
      isUp = true;
    },
    down: kill,
    kill,
    portOf: (inside) => (inside === REDIS_PORT ? Number(new URL(store.url).port) : undefined),
    pid: () => undefined,
    logFile: join(dataDir, 'logs', 'own-redis.log'),
    volume: join(dataDir, 'own-redis'),
  };
}

/** The house's MySQL as a service, which is up. */
export function mysqlService(mysql: OwnMysql, dataDir: string): Service {
  return {
    name: 'mysql',
    isUp: () => mysql.isUp,
    up: () => mysql.up(),
    down: () => mysql.down(),
    kill: () => mysql.kill(),
    portOf: (inside) => (inside === MYSQL_PORT ? Number(new URL(mysql.url).port) : undefined),
    pid: () => undefined,
    logFile: join(dataDir, 'logs', 'mysql.log'),
  };
}
