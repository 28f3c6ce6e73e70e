import { z } from 'zod';
import { askEach } from './ask-each.ts';
import type { AuctionRedis } from './connect.ts';
import { readMasters } from './masters.ts';
import type { Master } from './masters.ts';
import { placesOf } from './places.ts';

/** Hash: who the masters were -> when somebody last had an answer from all of them. */
const BEATS_KEY = 'judge:beats';

const beatsSchema = z.record(z.string(), z.coerce.number());

/** What a beat came to. */
export interface Beat {
  masters: Master[];
  /** The last beat of the masters that were there before these, in UTC milliseconds; null for none. */
  lastBeforeMs: number | null;
}

/**
 * Writes to every master that it was there at `atMs`, so that the answer comes after the disk has it,
 * as a bid's does. What stands on the disk outlives a restart: whoever looks after it finds until when
 * the judge was there, whether or not they were there themselves. Throws when one does not answer.
 */
export async function beat(redis: AuctionRedis, atMs: number): Promise<Beat> {
  const masters = await readMasters(redis);
  const now = nameOf(masters);
  const asks = keysOf(redis).flatMap((key) => [
    ['hset', key, now, atMs] as const,
    ['hgetall', key] as const,
  ]);
  const { answers } = await askEach(redis, asks);
  const before: number[] = [];
  for (const [index, answer] of answers.entries()) {
    if (answer instanceof Error) throw answer;
    if (index % 2 === 0) continue;
    const last = lastOfOthers(beatsSchema.parse(answer.value), now);
    if (last !== null) before.push(last);
  }
  return { masters, lastBeforeMs: before.length === 0 ? null : Math.min(...before) };
}

/** Forgets the beats of the masters before these, once it is written down what they showed. */
export async function forgetBeatsBefore(
  redis: AuctionRedis,
  masters: readonly Master[],
  atMs: number,
): Promise<void> {
  const keys = keysOf(redis);
  await askEach(redis, [
    ...keys.map((key) => ['del', key] as const),
    ...keys.map((key) => ['hset', key, nameOf(masters), atMs] as const),
  ]);
}

function keysOf(redis: AuctionRedis): string[] {
  return placesOf(redis).map((place) => `${BEATS_KEY}${place}`);
}

function nameOf(masters: readonly Master[]): string {
  return masters
    .map(({ identity }) => identity)
    .toSorted()
    .join(' ');
}

function lastOfOthers(beats: Record<string, number>, now: string): number | null {
  const others = Object.entries(beats).flatMap(([name, atMs]) => (name === now ? [] : [atMs]));
  return others.length === 0 ? null : Math.max(...others);
}
