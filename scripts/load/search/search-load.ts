import process from 'node:process';
import { answersTable, inSeconds } from './answers-table.ts';
import { askStores } from './ask-stores.ts';
import { fillStores } from './fill-stores.ts';
import { readSearchLoadOptions } from './options.ts';
import { startSearchStores } from './search-stores.ts';

/**
 * Fills a record, the embedded index and an Elasticsearch with made-up listings and asks the same questions of
 * both and of plain LIKE, at one size after the other. All on servers of its own. What was filled stays where a
 * run is cut off, and the next goes on from there. Returns what to print.
 */
export async function searchLoad(
  args: readonly string[],
  say: (line: string) => void,
): Promise<string> {
  const { sizes, rounds } = readSearchLoadOptions(args);
  say('Starting MySQL and Elasticsearch for it …');
  const stores = await startSearchStores(say);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort(new Error('Cut off; the next run goes on.'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  const lines: string[] = [];
  let isDone = false;
  try {
    if (stores.filled.count > 0) say(`Going on from ${stores.filled.count} listings.`);
    for (const size of sizes) {
      if (size < stores.filled.count) throw new Error(`More than ${size} listings are in already.`);
      const times = await fillStores(stores, size, { say, interrupted: interruption.signal });
      const asked = await askStores(stores, rounds, { say, interrupted: interruption.signal });
      lines.push(`${size} listings (filled in: ${inSeconds(times)})`, answersTable(asked), '');
      say(lines.slice(-3).join('\n'));
    }
    isDone = true;
  } finally {
    await stores.end(isDone);
  }
  return lines.join('\n').trimEnd();
}
