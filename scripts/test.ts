// `npm test`: every check there is. `-- --grep <text>` or `-- <files…>` runs only those tests,
// `-- --database` only the room tests that touch MySQL, `-- --cluster` only the run of the rooms on a
// Redis Cluster, with or without `--grep`.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runClusterRooms } from './test-run/cluster-rooms.ts';
import { exitCodeOf, summaryLine, total } from './test-run/counts.ts';
import type { Counts } from './test-run/counts.ts';
import { runMocha } from './test-run/run-mocha.ts';
import { runStaticChecks } from './test-run/static-checks.ts';
import { startTestServers } from './test-run/test-servers.ts';

const INTERRUPTED_EXIT_CODE = 130;
/** Which of the tests that are asked for may be among those that need an Elasticsearch. */
const SEARCHING = /search|elastic|index-auctions/i;

const { values, positionals } = parseArgs({
  options: {
    grep: { type: 'string' },
    database: { type: 'boolean', default: false },
    cluster: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interruption.abort());
}
process.on('disconnect', () => interruption.abort());

const counts = total(await everything());
process.stdout.write(`${summaryLine(counts)}\n`);
const skipsAllowed = Number(process.env['SKIPS_ALLOWED'] ?? Number.POSITIVE_INFINITY);
process.exit(
  interruption.signal.aborted ? INTERRUPTED_EXIT_CODE : exitCodeOf(counts, skipsAllowed),
);

async function everything(): Promise<Counts[]> {
  const onlySome = values.database || values.grep !== undefined || positionals.length > 0;
  const parts: Counts[] = [];
  if (!onlySome && !values.cluster) parts.push(await runStaticChecks(interruption.signal));
  if (!interruption.signal.aborted) parts.push(...(await tests(onlySome)));
  return parts;
}

async function tests(onlySome: boolean): Promise<Counts[]> {
  let servers;
  try {
    servers = await startTestServers(say, { wantsElasticsearch: wantsElasticsearch(onlySome) });
  } catch (error) {
    return [failed(error)];
  }
  const { end, ...given } = servers;
  const run = { ...given, interrupted: interruption.signal };
  const { database: databaseOnly, grep = null } = values;
  const parts: Counts[] = [];
  try {
    if (!values.cluster) {
      parts.push(await runMocha({ ...run, databaseOnly, files: positionals, grep }));
    }
    if ((values.cluster || !onlySome) && !interruption.signal.aborted) {
      parts.push(await runClusterRooms({ ...run, grep }));
    }
  } catch (error) {
    parts.push(failed(error));
  } finally {
    await end();
  }
  return parts;
}

// It takes a gigabyte and ten seconds, which nobody waits for who asked for something else.
function wantsElasticsearch(onlySome: boolean): boolean {
  if (values.cluster) return false;
  if (process.env['ELASTICSEARCH_URL']) return true;
  return !onlySome || [values.grep ?? '', ...positionals].some((asked) => SEARCHING.test(asked));
}

function failed(error: unknown): Counts {
  say(error instanceof Error ? error.message : String(error));
  return { passed: 0, failed: 1, skipped: 0 };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
