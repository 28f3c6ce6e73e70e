// `npm test`: every check there is. `-- --grep <text>` or `-- <files…>` runs only those tests,
// `-- --database` only the room tests that touch MySQL.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { exitCodeOf, summaryLine, total } from './test-run/counts.ts';
import type { Counts } from './test-run/counts.ts';
import { runMocha } from './test-run/run-mocha.ts';
import { runStaticChecks } from './test-run/static-checks.ts';
import { startTestServers } from './test-run/test-servers.ts';

const INTERRUPTED_EXIT_CODE = 130;

const { values, positionals } = parseArgs({
  options: { grep: { type: 'string' }, database: { type: 'boolean', default: false } },
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
  if (!onlySome) parts.push(await runStaticChecks(interruption.signal));
  if (!interruption.signal.aborted) parts.push(await tests());
  return parts;
}

async function tests(): Promise<Counts> {
  let servers;
  try {
    servers = await startTestServers(say);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return { passed: 0, failed: 1, skipped: 0 };
  }
  try {
    return await runMocha({
      databaseOnly: values.database,
      files: positionals,
      grep: values.grep ?? null,
      dataDir: servers.dataDir,
      mysqlUrl: servers.mysqlUrl,
      redisUrl: servers.redisUrl,
      interrupted: interruption.signal,
    });
  } finally {
    await servers.end();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
