import { join } from 'node:path';
import process from 'node:process';
import { canInstall, installPackages, SERVER_PACKAGES } from './apt.ts';
import { askRedis, assertNewEnough, lackingSettings, serversOf, versionOf } from './ask-redis.ts';
import { shownUrl } from './database.ts';
import { hasDockerEngine, startDockerService } from './docker.ts';
import { onFreePort, redisProgram, startRedisServer } from './redis-server.ts';
import { firstThatStarts, sourcesToTry } from './sources.ts';
import type { Service, ServiceOptions } from './sources.ts';

const ADVICE =
  'No Redis can be had here: set REDIS_URL, start Docker, or install Redis 7 ' +
  '(Debian: apt-get install redis-server; macOS: brew install redis).';

/**
 * A Redis that answers: the server or cluster that REDIS_URL names (with a warning when it may forget
 * accepted bids), or a durable server of our own with its data under `dataDir`. Throws NoServiceError
 * with a sentence for the person when none can be had, or when the one that was named is too old.
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
  const starters = {
    environment: () => useGiven(given ?? '', log),
    docker: () => startInDocker(dataDir),
    machine: () => startOnMachine('machine', dataDir),
    apt: async () => {
      await installPackages(SERVER_PACKAGES, hasServer, log);
      return startOnMachine('apt', dataDir);
    },
  };
  return firstThatStarts('Redis', ADVICE, sources, starters, log);
}

async function useGiven(url: string, log: (line: string) => void): Promise<Service> {
  for (const server of serversOf(url)) {
    const name = shownUrl(server);
    const { version, lacking } = await askRedis(server, async (redis) => ({
      version: await versionOf(redis),
      lacking: await lackingSettings(redis),
    })).catch(() => {
      throw new Error(`REDIS_URL is set, but no Redis answers at ${name}.`);
    });
    assertNewEnough(`The Redis of REDIS_URL at ${name}`, version);
    if (lacking.length > 0) {
      log(`The Redis of REDIS_URL may lose accepted bids: set ${lacking.join(', ')} there.`);
    }
  }
  return { url, source: 'environment', stop: () => Promise.resolve() };
}

function hasServer(): boolean {
  return redisProgram() !== null;
}

async function startInDocker(dataDir: string): Promise<Service> {
  const { port, stop } = await startDockerService('redis', 6379, dataDir);
  const url = `redis://127.0.0.1:${port}`;
  try {
    assertNewEnough('The Redis of docker-compose.yml', await askRedis(url, versionOf));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, source: 'docker', stop };
}

async function startOnMachine(source: 'machine' | 'apt', dataDir: string): Promise<Service> {
  const [home, logDir] = [join(dataDir, 'redis'), join(dataDir, 'logs')];
  const { url, died, stop } = await onFreePort((port) =>
    startRedisServer({ dataDir: home, logDir, port }),
  );
  return { source, url, died, stop };
}
