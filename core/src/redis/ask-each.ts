import { Cluster } from 'ioredis';
import { z } from 'zod';
import type { AuctionRedis } from './connect.ts';
import { slotOf } from './slots.ts';

/** A command with one key, which is its first argument. */
export type Ask = readonly [command: string, key: string, ...args: (string | number)[]];

/** What Redis answered, and when, in UTC milliseconds by the clock of the server that did. */
export interface Answered {
  value: unknown;
  atMs: number;
}

const clockSchema = z.tuple([z.coerce.number(), z.coerce.number()]);
/** Slots are on their way to another master. */
const REDIRECTED = /^(MOVED|ASK) /;

/**
 * Asks many things of as many keys: in one trip where one Redis has them all, in a cluster in one trip
 * to each master. An answer that could not be had is the Error in its place. `nowMs` is the latest
 * clock of those asked, in UTC milliseconds. Throws when none of them answers.
 */
export async function askEach(
  redis: AuctionRedis,
  asks: readonly Ask[],
): Promise<{ nowMs: number; answers: (Answered | Error)[] }> {
  const answers: (Answered | Error)[] = [];
  const groups = sharingATrip(redis, asks);
  const clocks = await Promise.all(
    groups.map(async (indices) => {
      const trip = await makeTrip(
        redis,
        indices.map((index) => asks[index] as Ask),
      );
      for (const [order, index] of indices.entries()) {
        answers[index] = trip.answers[order] as Answered | Error;
      }
      return trip.clock;
    }),
  );
  const known = clocks.filter((clock) => typeof clock === 'number');
  if (known.length === 0) throw clocks[0] as Error;
  return { nowMs: Math.max(...known), answers };
}

/** What was answered; throws where it could not be had. */
export function valueOf(answer: Answered | Error | undefined): unknown {
  if (answer instanceof Error) throw answer;
  return answer?.value;
}

/** The indices of what may be asked together; one group even when there is nothing to ask. */
function sharingATrip(redis: AuctionRedis, asks: readonly Ask[]): number[][] {
  const groups = new Map<string | undefined, number[]>();
  for (const [index, [, key]] of asks.entries()) {
    const master = redis instanceof Cluster ? redis.slots[slotOf(key)]?.[0] : undefined;
    const group = groups.get(master);
    if (group) group.push(index);
    else groups.set(master, [index]);
  }
  return groups.size === 0 ? [[]] : [...groups.values()];
}

async function makeTrip(
  redis: AuctionRedis,
  asks: Ask[],
): Promise<{ clock: number | Error; answers: (Answered | Error)[] }> {
  const results = await resultsOf(redis, [['time'], ...asks]);
  const [clock = new Error('Redis told no time'), ...values] = results;
  if (clock instanceof Error) return { clock, answers: asks.map(() => clock) };
  const atMs = momentOf(clock);
  const answers = values.map(async (value, index) => {
    const isRedirected = value instanceof Error && REDIRECTED.test(value.message);
    if (isRedirected) return await askAlone(redis, asks[index] as Ask);
    return value instanceof Error ? value : { value, atMs };
  });
  return { clock: atMs, answers: await Promise.all(answers) };
}

async function resultsOf(
  redis: AuctionRedis,
  commands: readonly (readonly unknown[])[],
): Promise<unknown[]> {
  try {
    const results = (await redis.pipeline(commands as unknown[][]).exec()) ?? [];
    return results.map(([error, value]) => error ?? value);
  } catch (error) {
    return commands.map(() => error);
  }
}

// A single command follows its slot by itself, which a pipeline does not; any master tells the time.
async function askAlone(redis: AuctionRedis, ask: Ask): Promise<Answered | Error> {
  const [command, ...args] = ask;
  try {
    const [clock, value] = await Promise.all([redis.time(), redis.call(command, ...args)]);
    return { value, atMs: momentOf(clock) };
  } catch (error) {
    return error as Error;
  }
}

function momentOf(clock: unknown): number {
  const [seconds, microseconds] = clockSchema.parse(clock);
  return seconds * 1000 + Math.floor(microseconds / 1000);
}
