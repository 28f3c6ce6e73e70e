import { join } from 'node:path';
import process from 'node:process';
import { askRedis } from '../services/ask-redis.ts';
import { startRedisCluster } from '../services/redis-cluster.ts';
import type { RedisCluster } from '../services/redis-cluster.ts';
import { redisProgram } from '../services/redis-server.ts';
import { oneTest, total } from './counts.ts';
import type { Counts } from './counts.ts';
import { runMocha } from './run-mocha.ts';
import type { MochaRun } from './run-mocha.ts';

/** The judge, the window, bids through the api, its news and its talks: what must not care how many Redis there are. */
const CLUSTER_TESTS = [
  'core/src/redis/**/*.test.ts',
  'sse-server/src/**/*.test.ts',
  'api/src/bids/**/*.test.ts',
  'api/src/views/**/*.test.ts',
  'api/src/talk/talk.test.ts',
];
/** Of what these run a part, `npm run nightly` runs all there, by what it is told. */
export const WHOLE_ON_CLUSTER_AT_NIGHT = {
  files: ['core/src/redis/model.test.ts'],
  env: { EVERY_AUCTION: '1' },
};

/**
 * Runs these rooms' tests once more on a Redis Cluster of three masters that it starts, those of the night where they
 * are asked for. Where there is no redis-server on the machine that counts as one test skipped.
 */
export async function runClusterRooms(
  run: Omit<MochaRun, 'redisUrl' | 'elasticsearchUrl' | 'files'>,
  tests: Pick<MochaRun, 'files' | 'env'> = { files: CLUSTER_TESTS },
): Promise<Counts> {
  if (redisProgram() === null) {
    say('- the rooms on a Redis Cluster: skipped, as redis-server is not on this machine');
    return { passed: 0, failed: 0, skipped: 1, failures: [] };
  }
  say('\nThe rooms once more, on a Redis Cluster of three masters:');
  const cluster = await startRedisCluster(join(run.dataDir, 'cluster'));
  try {
    const stores = { redisUrl: cluster.url, elasticsearchUrl: null };
    const counts = await runMocha({ ...run, ...stores, ...tests });
    return run.grep === null ? total([counts, await everyMasterJudged(cluster)]) : counts;
  } finally {
    await cluster.stop();
  }
}

async function everyMasterJudged({ masters }: RedisCluster): Promise<Counts> {
  const scripts = masters.map(({ url }) => askRedis(url, (redis) => redis.info('commandstats')));
  const good = (await Promise.all(scripts)).every((facts) => facts.includes('cmdstat_evalsha:'));
  const name = 'every one of the three masters has judged bids';
  say(`${good ? '✔' : '✖'} ${name}`);
  return oneTest(name, good);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
