import { z } from 'zod';
import { askEach, valueOf } from './ask-each.ts';
import type { AuctionRedis } from './connect.ts';
import { isPartLoaded } from './loaded-marks.ts';
import { readMaster } from './masters.ts';
import type { Master } from './masters.ts';
import type { Part } from './places.ts';

/** Hash: who the master was -> when somebody last had an answer from it. */
const BEATS_KEY = 'judge:beats';

const beatsSchema = z.record(z.string(), z.coerce.number());

/** What a beat came to. */
export interface Beat {
  master: Master;
  /** The last beat of the masters that were there before this one, in UTC milliseconds; null for none. */
  lastBeforeMs: number | null;
}

/**
 * Writes to the master of a part that it was there at `atMs`, so that the answer comes after the disk has
 * it, as a bid's does. What stands on the disk outlives a restart: whoever looks after it finds until when
 * the master was there, whether or not they were there themselves. Throws when it does not answer or
 * cannot write, and, writing nothing, when it was emptied and does not have everything yet.
 */
export async function beat(redis: AuctionRedis, part: Part, atMs: number): Promise<Beat> {
  const { master: connection } = part;
  if (!connection) throw new Error(`nothing is connected to the master of the slots ${part.slots}`);
  const [master, isLoaded] = await Promise.all([readMaster(connection), isPartLoaded(redis, part)]);
  if (!isLoaded) throw new Error('Redis was emptied and does not have everything yet');
  const key = keyOf(part);
  const { answers } = await askEach(redis, [
    ['hset', key, master.identity, atMs],
    ['hgetall', key],
  ]);
  const [, beats] = answers.map(valueOf);
  return { master, lastBeforeMs: lastOfOthers(beatsSchema.parse(beats), master.identity) };
}

/** Forgets the beats of the masters before this one, once it is written down what they showed. */
export async function forgetBeatsBefore(
  redis: AuctionRedis,
  part: Part,
  { identity }: Master,
  atMs: number,
): Promise<void> {
  const key = keyOf(part);
  await askEach(redis, [
    ['del', key],
    ['hset', key, identity, atMs],
  ]);
}

function keyOf({ place }: Part): string {
  return `${BEATS_KEY}${place}`;
}

function lastOfOthers(beats: Record<string, number>, now: string): number | null {
  const others = Object.entries(beats).flatMap(([name, atMs]) => (name === now ? [] : [atMs]));
  return others.length === 0 ? null : Math.max(...others);
}
