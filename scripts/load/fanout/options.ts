import { parseArgs } from 'node:util';
import { z } from 'zod';

const ROUNDS_MAX = 10;
/** In less, memory has not come to rest. */
const MINUTES_MIN = 3;
const MINUTES_MAX = 24 * 60;

/** What `npm run load -- fanout` was asked for. */
export interface FanOutOptions {
  /** Empty: all. */
  scenes: string[];
  peers: string[];
  rounds: number;
}

const roundsSchema = z.coerce.number().int().min(1).max(ROUNDS_MAX);
const minutesSchema = z.coerce.number().min(MINUTES_MIN).max(MINUTES_MAX);

/** Reads `[scene …] [--peers a,b] [--rounds n]`; throws a sentence for the person. */
export function readFanOutOptions(
  args: readonly string[],
  known: { scenes: readonly string[]; peers: readonly string[] },
): FanOutOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { peers: { type: 'string' }, rounds: { type: 'string', default: '2' } },
    allowPositionals: true,
  });
  const peers = values.peers?.split(',') ?? [];
  refuseUnknown('scene', positionals, known.scenes);
  refuseUnknown('server', peers, known.peers);
  const rounds = roundsSchema.safeParse(values.rounds);
  if (!rounds.success) throw new Error(`--rounds takes a number from 1 to ${ROUNDS_MAX}.`);
  return { scenes: positionals, peers, rounds: rounds.data };
}

/** Reads `[--minutes n]`; throws a sentence for the person. */
export function readSoakMinutes(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: { minutes: { type: 'string', default: '60' } },
  });
  const minutes = minutesSchema.safeParse(values.minutes);
  if (!minutes.success)
    throw new Error(`--minutes takes a number from ${MINUTES_MIN} to ${MINUTES_MAX}.`);
  return minutes.data;
}

function refuseUnknown(what: string, asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Error(`There is no ${what} "${unknown}"; there are ${known.join(', ')}.`);
}
