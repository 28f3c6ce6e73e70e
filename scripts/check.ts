// `npm run check`: types, lint and format without the tests.
import process from 'node:process';
import { exitCodeOf, summaryLine } from './test-run/counts.ts';
import { runStaticChecks } from './test-run/static-checks.ts';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => interruption.abort());
}
const counts = await runStaticChecks(interruption.signal);
process.stdout.write(`${summaryLine(counts)}\n`);
process.exit(exitCodeOf(counts, 0));
