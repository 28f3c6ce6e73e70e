// `npm run check`: types, lint and format without the tests.
import process from 'node:process';
import { exitCodeOf, summaryLines } from './test-run/counts.ts';
import { runStaticChecks } from './test-run/static-checks.ts';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => interruption.abort());
}
const counts = await runStaticChecks(interruption.signal);
process.stdout.write(`${summaryLines(counts).join('\n')}\n`);
process.exit(exitCodeOf(counts, 0));
