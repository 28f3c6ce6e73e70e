// `npm test`: every check there is. `-- --grep <text>` or `-- <files…>` runs only those tests,
// `-- --database` only the room tests that touch MySQL, `-- --cluster` only the run of the rooms on a Redis Cluster,
// with or without `--grep`. `npm run nightly` (`-- --nightly`) runs what all of that leaves to the night.
import process from 'node:process';
import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { buildFrameSender } from './services/frame-sender.ts';
import { installNginx } from './services/nginx-program.ts';
import { installWatchPrograms } from './services/watch-programs.ts';
import { runClusterRooms, WHOLE_ON_CLUSTER_AT_NIGHT } from './test-run/cluster-rooms.ts';
import { exitCodeOf, oneTest, summaryLines, total } from './test-run/counts.ts';
import type { Counts } from './test-run/counts.ts';
import { HeldOutput } from './test-run/held-output.ts';
import { NIGHTLY, WHOLE_AT_NIGHT } from './test-run/nightly.ts';
import { FUZZ_TEST, nightlyFuzz } from './test-run/nightly-fuzz.ts';
import { DATABASE_TESTS, runOnOtherMysql, SETTLING_TESTS } from './test-run/other-mysql.ts';
import { runMocha } from './test-run/run-mocha.ts';
import type { MochaRun } from './test-run/run-mocha.ts';
import { runStaticChecks } from './test-run/static-checks.ts';
import { startTestServers } from './test-run/test-servers.ts';
import type { TestStores } from './test-run/test-servers.ts';

const INTERRUPTED_EXIT_CODE = 130;
/** Which of the tests that are asked for may be among those that need an Elasticsearch. */
const SEARCHING = /search|elastic|index-auctions/i;
/** The same of those that need a Prometheus. */
const WATCHING = /watch|prometheus|alert|metric/i;
/** The same of those that need an nginx. */
const FRONTED = /nginx|deploy/i;
const EVERY_TEST = [
  '{core,api,sse-server,lambdas}/src/**/*.test.ts',
  'web/src/**/*.test.ts',
  'infra/**/*.test.ts',
  'scripts/**/*.test.ts',
];
/** What walks through the one whole system. */
const WALKS = ['scripts/walk/**/*.test.ts', 'scripts/watching/one-trace.test.ts'];

const { values, positionals } = parseArgs({
  options: {
    grep: { type: 'string' },
    database: { type: 'boolean', default: false },
    cluster: { type: 'boolean', default: false },
    nightly: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interruption.abort());
}
process.on('disconnect', () => interruption.abort());

const onlySome =
  values.database || values.nightly || values.grep !== undefined || positionals.length > 0;
const counts = total(await everything());
process.stdout.write(`${summaryLines(counts).join('\n')}\n`);
const skipsAllowed = Number(process.env['SKIPS_ALLOWED'] ?? Number.POSITIVE_INFINITY);
process.exit(
  interruption.signal.aborted ? INTERRUPTED_EXIT_CODE : exitCodeOf(counts, skipsAllowed),
);

// The checks take what the tests leave of the processors while they wait. What they find is said at the end.
async function everything(): Promise<Counts[]> {
  if (onlySome || values.cluster) return await tests();
  const output = new HeldOutput(process.stdout);
  const checking = runStaticChecks(interruption.signal, output);
  const parts = await tests();
  output.letGo();
  return [await checking, ...parts];
}

async function tests(): Promise<Counts[]> {
  const { database, cluster, nightly, grep = null } = values;
  await buildFrameSender(say);
  const wanted = { lanes: onlySome || cluster ? 1 : 2, elasticsearch: wantsElasticsearch() };
  if (!cluster && (!onlySome || asksFor(WATCHING))) await installWatchPrograms(say);
  if (!cluster && (!onlySome || asksFor(FRONTED))) await installNginx(say);
  let servers;
  try {
    servers = await startTestServers(say, wanted);
  } catch (error) {
    return [failed(error)];
  }
  const [stores, others] = servers.lanes as [TestStores, TestStores?];
  const run = { ...stores, interrupted: interruption.signal, grep };
  try {
    if (cluster) return [await runClusterRooms(run)];
    if (!onlySome) return await allTests(run, { ...run, ...(others ?? stores) }, Boolean(others));
    if (nightly) return await nightlyTests(run);
    const files = database ? DATABASE_TESTS : EVERY_TEST;
    return [await runMocha({ ...run, files: positionals.length > 0 ? positionals : files })];
  } catch (error) {
    return [failed(error)];
  } finally {
    await servers.end();
  }
}

type Lane = Omit<MochaRun, 'files'>;

async function nightlyTests(run: Lane): Promise<Counts[]> {
  const parts = [await runMocha({ ...run, files: NIGHTLY })];
  parts.push(await runMocha({ ...run, ...WHOLE_AT_NIGHT }));
  const fuzz = nightlyFuzz(process.env, Date.now());
  const named = Object.entries(fuzz).map(([name, value]) => `${name}=${value}`);
  say(`Hostile calls; the same again: ${named.join(' ')} npm test -- ${FUZZ_TEST}`);
  parts.push(await runMocha({ ...run, files: [FUZZ_TEST], env: fuzz }));
  parts.push(await runClusterRooms(run, WHOLE_ON_CLUSTER_AT_NIGHT));
  const again = await runOnOtherMysql({ ...run, files: DATABASE_TESTS });
  return [...parts, ...(again ? [again] : [])];
}

// The walks mostly wait, for a closing, a page or a killed server, and would hold up all the rest for as long.
// What is said beside the rooms' tests is kept until those have had their say.
async function allTests(rooms: Lane, walks: Lane, atOnce: boolean): Promise<Counts[]> {
  const output = new HeldOutput(process.stdout);
  const beside = (): Promise<Counts[]> => walksThenRecord({ ...walks, output });
  const walking = atOnce ? beside() : null;
  const without = [...WALKS, ...NIGHTLY];
  const parts = [await runMocha({ ...rooms, files: EVERY_TEST, without }).catch(failed)];
  if (!interruption.signal.aborted) parts.push(await runClusterRooms(rooms).catch(failed));
  output.letGo();
  return [...parts, ...(await (walking ?? beside()))];
}

async function walksThenRecord(run: Lane & { output: Writable }): Promise<Counts[]> {
  const walks = await runMocha({ ...run, files: WALKS, without: NIGHTLY }).catch(failed);
  if (interruption.signal.aborted) return [walks];
  const again = await runOnOtherMysql({ ...run, files: SETTLING_TESTS }).catch(failed);
  return again ? [walks, again] : [walks];
}

// It takes a gigabyte and ten seconds, which nobody waits for who asked for something else.
function wantsElasticsearch(): boolean {
  if (values.cluster) return false;
  if (process.env['ELASTICSEARCH_URL']) return true;
  return !onlySome || asksFor(SEARCHING);
}

function asksFor(kind: RegExp): boolean {
  const nightly = values.nightly ? NIGHTLY : [];
  return [values.grep ?? '', ...positionals, ...nightly].some((asked) => kind.test(asked));
}

function failed(error: unknown): Counts {
  say(error instanceof Error ? error.message : String(error));
  return oneTest('the tests did not run', false);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
