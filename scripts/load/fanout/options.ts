import { parseArgs } from 'node:util';
import { numberIn, wholeNumberIn } from '../option-numbers.ts';

const ROUNDS = { min: 1, max: 10 };
/** In less, memory has not come to rest. */
const MINUTES = { min: 3, max: 24 * 60 };

/** What `npm run load -- fanout` was asked for. */
export interface FanOutOptions {
  /** Empty: all. */
  scenes: string[];
  peers: string[];
  rounds: number;
}

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
  return { scenes: positionals, peers, rounds: wholeNumberIn('rounds', values.rounds, ROUNDS) };
}

/** Reads `[--minutes n]`; throws a sentence for the person. */
export function readSoakMinutes(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: { minutes: { type: 'string', default: '60' } },
  });
  return numberIn('minutes', values.minutes, MINUTES);
}

function refuseUnknown(what: string, asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Error(`There is no ${what} "${unknown}"; there are ${known.join(', ')}.`);
}
