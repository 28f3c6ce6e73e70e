import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { testToss } from '@sagopalgo/core/testing/connections.ts';
import { ROOT } from '../root.ts';
import { oneTest, total } from './counts.ts';
import type { Counts } from './counts.ts';
import { runStep } from './step.ts';
import type { TestStores } from './test-servers.ts';

const MOCHA = join(ROOT, 'node_modules/mocha/bin/mocha.js');
const HERE = join(ROOT, 'scripts/test-run');
const WITHIN_MS = 45 * 60_000;
/** What a finished run may take to end by itself: nothing that it opened may be left open. */
const LINGER_MAX_MS = 60_000;
const POLL_MS = 200;

/** Which tests to run, and where their servers are. */
export interface MochaRun extends TestStores {
  /** Files or globs. */
  files: readonly string[];
  /** Globs of what is left to another run. */
  without?: readonly string[];
  grep: string | null;
  interrupted: AbortSignal;
  /** What the tests are told beside where their servers are. */
  env?: Readonly<Record<string, string>>;
  /** Where its output goes; the console unless it says so. */
  output?: Writable;
}

/** Runs mocha in a child; a run that ends early, hangs or fails to load counts as one failure. */
export async function runMocha(run: MochaRun): Promise<Counts> {
  const exclude = ['**/node_modules/**', ...(run.without ?? [])];
  const files = globSync(run.files, { cwd: ROOT, exclude }).toSorted();
  if (files.length === 0) return oneTest(`there are no tests in ${run.files.join(' ')}`, false);
  const countsFile = join(run.dataDir, 'counts.json');
  rmSync(countsFile, { force: true });
  const done = new AbortController();
  const hanging = watchForHanging(run, countsFile, done.signal);
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
      ...run.env,
      ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
    },
    withinMs: WITHIN_MS,
    interrupted: AbortSignal.any([run.interrupted, hanging.signal]),
    ...(run.output && { output: run.output }),
  });
  done.abort();
  if (!existsSync(countsFile)) return oneTest('mocha did not come to its end', false);
  const counts = JSON.parse(readFileSync(countsFile, 'utf8')) as Counts;
  const endedBadly = !ended && counts.failed === 0;
  return endedBadly ? total([counts, oneTest('mocha did not end well', false)]) : counts;
}

function mochaArgs(run: MochaRun): string[] {
  return [
    ...['--reporter', join(HERE, 'counting-reporter.ts')],
    ...['--require', join(HERE, 'end-with-parent.ts')],
    ...(run.grep === null ? [] : ['--grep', run.grep]),
  ];
}

function watchForHanging(
  { output = process.stdout }: Pick<MochaRun, 'output'>,
  countsFile: string,
  done: AbortSignal,
): AbortController {
  const hanging = new AbortController();
  const watch = async (): Promise<void> => {
    while (!existsSync(countsFile)) await pause(POLL_MS, null, { signal: done });
    await pause(LINGER_MAX_MS, null, { signal: done });
    output.write('  the tests left something open: mocha did not end by itself\n');
    hanging.abort();
  };
  watch().catch(() => undefined);
  return hanging;
}
