import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { testToss } from '@sagopalgo/core/testing/connections.ts';
import { ROOT } from '../root.ts';
import type { Counts } from './counts.ts';
import { runStep } from './step.ts';

const MOCHA = join(ROOT, 'node_modules/mocha/bin/mocha.js');
const HERE = join(ROOT, 'scripts/test-run');
const WITHIN_MS = 30 * 60_000;
/** What a finished run may take to end by itself: nothing that it opened may be left open. */
const LINGER_MAX_MS = 60_000;
const POLL_MS = 200;

const EVERY_TEST = [
  '{core,api,sse-server,lambdas}/src/**/*.test.ts',
  'web/src/**/*.test.ts',
  'scripts/**/*.test.ts',
];
const DATABASE_TESTS = ['core/src/mysql/**/*.test.ts', '{lambdas,api}/src/**/*.test.ts'];

/** Which tests to run, and where their servers are. */
export interface MochaRun {
  databaseOnly: boolean;
  /** Files or globs to run instead of all. */
  files: string[];
  grep: string | null;
  dataDir: string;
  mysqlUrl: string;
  redisUrl: string;
  s3Env: Record<string, string>;
  /** Null: what needs an Elasticsearch is not defined. */
  elasticsearchUrl: string | null;
  interrupted: AbortSignal;
}

/** Runs mocha in a child; a run that ends early, hangs or fails to load counts as one failure. */
export async function runMocha(run: MochaRun): Promise<Counts> {
  const patterns = run.files.length > 0 ? run.files : defaultPatterns(run.databaseOnly);
  const files = globSync(patterns, { cwd: ROOT, exclude: ['**/node_modules/**'] }).toSorted();
  if (files.length === 0) return { passed: 0, failed: 1, skipped: 0 };
  const countsFile = join(run.dataDir, 'counts.json');
  rmSync(countsFile, { force: true });
  const done = new AbortController();
  const hanging = watchForHanging(countsFile, done.signal);
  const ended = await runStep({
    args: [MOCHA, ...mochaArgs(run), ...files],
    env: {
      MYSQL_URL: run.mysqlUrl,
      REDIS_URL: run.redisUrl,
      ...run.s3Env,
      ELASTICSEARCH_URL: run.elasticsearchUrl ?? '',
      TEST_DATA_DIR: run.dataDir,
      COUNTS_FILE: countsFile,
      SIGNING_KEY: newSigningKey(),
      ...testToss(),
    },
    withinMs: WITHIN_MS,
    interrupted: AbortSignal.any([run.interrupted, hanging.signal]),
  });
  done.abort();
  if (!existsSync(countsFile)) return { passed: 0, failed: 1, skipped: 0 };
  const counts = JSON.parse(readFileSync(countsFile, 'utf8')) as Counts;
  const endedBadly = !ended && counts.failed === 0;
  return endedBadly ? { ...counts, failed: 1 } : counts;
}

function defaultPatterns(databaseOnly: boolean): string[] {
  return databaseOnly ? DATABASE_TESTS : EVERY_TEST;
}

function mochaArgs(run: MochaRun): string[] {
  return [
    ...['--reporter', join(HERE, 'counting-reporter.ts')],
    ...['--require', join(HERE, 'end-with-parent.ts')],
    ...(run.grep === null ? [] : ['--grep', run.grep]),
  ];
}

function watchForHanging(countsFile: string, done: AbortSignal): AbortController {
  const hanging = new AbortController();
  const watch = async (): Promise<void> => {
    while (!existsSync(countsFile)) await pause(POLL_MS, null, { signal: done });
    await pause(LINGER_MAX_MS, null, { signal: done });
    process.stdout.write('  the tests left something open: mocha did not end by itself\n');
    hanging.abort();
  };
  watch().catch(() => undefined);
  return hanging;
}
