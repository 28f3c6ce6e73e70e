import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Redis } from 'ioredis';
import { canInstall, installPackages, SERVER_PACKAGES } from './apt.ts';
import { shownUrl } from './database.ts';
import { hasDockerEngine, startDockerService } from './docker.ts';
import { startOwnServer } from './own-server.ts';
import { findProgram, freePort } from './programs.ts';
import { firstThatStarts, sourcesToTry } from './sources.ts';
import type { Service, ServiceOptions } from './sources.ts';

const UP_WITHIN_MS = 30_000;
const CONNECT_TIMEOUT_MS = 2_000;
const PORT_TRIES = 3;
const ADVICE =
  'No Redis can be had here: set REDIS_URL, start Docker, or install Redis 7 ' +
  '(Debian: apt-get install redis-server; macOS: brew install redis).';

/** An answer leaves Redis only after the fsync, and no accepted bid is ever evicted. */
const DURABLE = {
  appendonly: 'yes',
  appendfsync: 'always',
  'maxmemory-policy': 'noeviction',
};

/**
 * A Redis server that answers: the one REDIS_URL names (with a warning when it may forget accepted
 * bids), or a durable one of our own with its data under `dataDir`. Throws NoServiceError with a
 * sentence for the person when none can be had.
 */
export async function provideRedis({
  dataDir,
  log,
  env = process.env,
}: ServiceOptions): Promise<Service> {
  const given = env['REDIS_URL'];
  const sources = await sourcesToTry({
    environment: () => Boolean(given),
    docker: hasDockerEngine,
    machine: hasServer,
    apt: canInstall,
  });
  const onMachine = async (source: 'machine' | 'apt'): Promise<Service> => ({
    source,
    ...(await startOnMachine(join(dataDir, 'redis'), join(dataDir, 'logs'))),
  });
  const starters = {
    environment: () => useGiven(given ?? '', log),
    docker: async (): Promise<Service> => {
      const { port, stop } = await startDockerService('redis', 6379, dataDir);
      return { url: `redis://127.0.0.1:${port}`, source: 'docker', stop };
    },
    machine: () => onMachine('machine'),
    apt: async () => {
      await installPackages(SERVER_PACKAGES, hasServer, log);
      return onMachine('apt');
    },
  };
  return firstThatStarts('Redis', ADVICE, sources, starters, log);
}

async function useGiven(url: string, log: (line: string) => void): Promise<Service> {
  let lacking: string[];
  try {
    lacking = await ask(url, lackingSettings);
  } catch {
    throw new Error(`REDIS_URL is set, but no Redis answers at ${shownUrl(url)}.`);
  }
  if (lacking.length > 0) {
    log(`The Redis of REDIS_URL may lose accepted bids: set ${lacking.join(', ')} there.`);
  }
  return { url, source: 'environment', stop: () => Promise.resolve() };
}

// A hosted Redis may forbid CONFIG; its settings are then its operator's word.
async function lackingSettings(redis: Redis): Promise<string[]> {
  await redis.ping();
  const lacking: string[] = [];
  for (const [name, wanted] of Object.entries(DURABLE)) {
    const reply = (await redis.config('GET', name).catch(() => [])) as string[];
    if (reply[1] !== undefined && reply[1] !== wanted) lacking.push(`${name} ${wanted}`);
  }
  return lacking;
}

function hasServer(): boolean {
  return findProgram('redis-server') !== null;
}

async function startOnMachine(dataDir: string, logDir: string): Promise<Omit<Service, 'source'>> {
  const command = findProgram('redis-server');
  if (command === null) throw new Error('redis-server is not on this machine');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  mkdirSync(logDir, { recursive: true });
  const pidFile = join(dataDir, 'server.pid');
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const url = `redis://127.0.0.1:${port}`;
    try {
      const server = await startOwnServer({
        name: 'Redis',
        command,
        args: serverArgs(dataDir, pidFile, port),
        dataDir,
        logFile: join(logDir, 'redis.log'),
        pidFile,
        isUp: () => answersRedis(url),
        withinMs: UP_WITHIN_MS,
      });
      return { url, died: server.died, stop: server.stop };
    } catch (error) {
      if (attempt === PORT_TRIES) throw error;
    }
  }
}

function serverArgs(dataDir: string, pidFile: string, port: number): string[] {
  const durable = Object.entries(DURABLE).flatMap(([name, value]) => [`--${name}`, value]);
  const place = ['--dir', dataDir, '--pidfile', pidFile, '--port', String(port)];
  return [...place, '--bind', '127.0.0.1', '--save', '', '--daemonize', 'no', ...durable];
}

async function answersRedis(url: string): Promise<boolean> {
  try {
    return (await ask(url, (redis) => redis.ping())) === 'PONG';
  } catch {
    return false;
  }
}

async function ask<Answer>(url: string, question: (redis: Redis) => Promise<Answer>) {
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
