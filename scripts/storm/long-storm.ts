import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Chance } from './chance.ts';
import { BLOWS } from './storm.ts';
import type { Blow } from './storm.ts';
import { runStorm } from './storm-run.ts';
import { stillStale, unannounced, untrue, wrongEnds } from './verdict.ts';

const WATCHERS = 1_000;
const STOPPED = 10;
const MINUTE_MS = 60_000;
/** The moving auction may be extended for half an hour; after that there is less to see. */
const MINUTES_MAX = 30;
const SEEDS = 2 ** 31;

const optionsSchema = z.object({
  minutes: z.coerce.number().min(0).max(MINUTES_MAX).default(10),
  seed: z.coerce.number().int().min(0).max(SEEDS).optional(),
});

/** The storm of the tests for many minutes; throws with what was wrong, or tells that nothing was. */
export async function longStorm(args: string[], say: (line: string) => void): Promise<string> {
  const options = { minutes: { type: 'string' }, seed: { type: 'string' } } as const;
  const { minutes, seed: given } = optionsSchema.parse(parseArgs({ args, options }).values);
  const seed = given ?? Math.floor(Math.random() * SEEDS);
  const untilMs = Date.now() + minutes * MINUTE_MS;
  const tell = (line: string): void => say(`--seed ${seed}: ${line}`);
  const blows = blowsUntil(untilMs, new Chance(seed));
  const report = await runStorm({ seed, watchers: WATCHERS, stopped: STOPPED, blows, say: tell });
  const wrong = [...wrongEnds(report), ...unannounced(report), ...untrue(report)];
  if (stillStale(report) > 0) wrong.push(`${stillStale(report)} are still told that it is stale`);
  if (wrong.length > 0) throw new Error(`--seed ${seed}: ${wrong.slice(0, 20).join('\n')}`);
  const connections = report.watchers.reduce((sum, each) => sum + each.connections, 0);
  return [
    `${WATCHERS} watchers over ${connections} connections, ${report.accepted} bids,`,
    `${report.outages.length} times without Redis: all end right, every loss was announced.`,
  ].join(' ');
}

function* blowsUntil(untilMs: number, chance: Chance): Generator<Blow> {
  do yield chance.oneOf(BLOWS);
  while (Date.now() < untilMs);
}
