import { Redis } from 'ioredis';
import { clusterOf } from '@sagopalgo/core/redis/redis-url.ts';

const CONNECT_TIMEOUT_MS = 2_000;
const MAJOR_NEEDED = 7;

/** An answer leaves Redis only after the fsync, and no accepted bid is ever evicted. */
export const DURABLE = {
  appendonly: 'yes',
  appendfsync: 'always',
  'maxmemory-policy': 'noeviction',
};

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

/**
 * The durable settings that a server lacks. A hosted Redis may forbid CONFIG; its settings are then
 * its operator's word.
 */
export async function lackingSettings(redis: Redis): Promise<string[]> {
  const lacking: string[] = [];
  for (const [name, wanted] of Object.entries(DURABLE)) {
    const reply = (await redis.config('GET', name).catch(() => [])) as string[];
    if (reply[1] !== undefined && reply[1] !== wanted) lacking.push(`${name} ${wanted}`);
  }
  return lacking;
}

/**
 * The version of a running server, or null when it does not tell. A Valkey tells that of the Redis it
 * stands for.
 */
export async function versionOf(redis: Redis): Promise<string | null> {
  const facts = await redis.info('server').catch(() => '');
  return /^redis_version:(\S+)/m.exec(facts)?.[1] ?? null;
}

/** Throws a sentence for the person when a server of that version cannot run the judge. */
export function assertNewEnough(server: string, version: string | null): void {
  if (version === null || Number.parseInt(version, 10) >= MAJOR_NEEDED) return;
  throw new Error(
    `${server} is version ${version}, and Redis ${MAJOR_NEEDED} or newer is needed (Valkey will do): ` +
      'the judge publishes with SPUBLISH.',
  );
}
