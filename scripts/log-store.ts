// `npm run log-store -- --elasticsearch <url> [--kibana <url>]`: how the lines of all rooms are kept in an
// Elasticsearch, and how a Kibana shows them.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { importViews, putLogStore } from './watching/log-store.ts';

const USAGE = 'npm run log-store -- --elasticsearch <url> [--kibana <url>]';

try {
  const options = { elasticsearch: { type: 'string' }, kibana: { type: 'string' } } as const;
  const { elasticsearch, kibana } = parseArgs({ options }).values;
  if (elasticsearch === undefined) throw new Error(USAGE);
  await putLogStore(elasticsearch);
  process.stdout.write('Elasticsearch keeps the lines of logs-sagopalgo-* for 30 days.\n');
  if (kibana !== undefined) {
    await importViews(kibana);
    process.stdout.write('Kibana has "What happened to this bid" and "Errors by code".\n');
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
