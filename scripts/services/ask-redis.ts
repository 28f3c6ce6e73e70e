import { Redis } from 'ioredis';
import { clusterOf } from '@sagopalgo/core/redis/redis-url.ts';
import {
  isNewEnough,
  MAJOR_NEEDED,
  readSettings,
  versionIn,
} from '@sagopalgo/core/redis/settings.ts';

const CONNECT_TIMEOUT_MS = 2_000;

/** Asks the one server that the URL names; throws when it does not answer at once. */
export async function askRedis<Answer>(url: string, question: (redis: Redis) => Promise<Answer>) {
  const redis = new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    lazyConnect: true,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

/** True when a Redis answers at this URL and has what it holds in memory. */
export async function answersRedis(url: string): Promise<boolean> {
  try {
    return (await askRedis(url, (redis) => redis.ping())) === 'PONG';
  } catch {
    return false;
  }
}

/** The URLs of the servers that REDIS_URL names: one, or some nodes of a cluster. */
export function serversOf(url: string): string[] {
  const cluster = clusterOf(url);
  if (!cluster) return [url];
  const { username = '', password = '' } = cluster.credentials;
  const user = [username, password].map(encodeURIComponent).join(':');
  const scheme = cluster.tls ? 'rediss' : 'redis';
  return cluster.nodes.map(({ host, port }) => {
    const place = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    return `${scheme}://${user === ':' ? '' : `${user}@`}${place}`;
  });
}

/** The durable settings that a server lacks; what it lets nobody see is its operator's word. */
export async function lackingSettings(redis: Redis): Promise<string[]> {
  const { lacking } = await readSettings(redis);
  return lacking.map(({ name, needed }) => `${name} ${needed}`);
}

/** The version of a running server, or null when it does not tell. */
export async function versionOf(redis: Redis): Promise<string | null> {
  return versionIn(await redis.info('server').catch(() => ''));
}

/** Throws a sentence for the person when a server of that version cannot run the judge. */
export function assertNewEnough(server: string, version: string | null): void {
  if (isNewEnough(version)) return;
  throw new Error(
    `${server} is version ${version}, and Redis ${MAJOR_NEEDED} or newer is needed (Valkey will do): ` +
      'the judge publishes with SPUBLISH.',
  );
}
