import { askEach, valueOf } from './ask-each.ts';
import type { Answered } from './ask-each.ts';
import type { AuctionRedis } from './connect.ts';
import { LOADED_KEY, LOADING_KEY } from './keys.ts';
import { placesOf } from './places.ts';
import type { Part } from './places.ts';

/**
 * True when Redis has everything that the last full pass found missing and has not been emptied since;
 * in a cluster, when that is true of every master. Throws when one of them does not answer.
 */
export async function isLoaded(redis: AuctionRedis): Promise<boolean> {
  const marks = await marksOf(redis, LOADED_KEY, 'exists');
  return marks.every((mark) => mark === 1);
}

/** The same of one part of the judge alone. */
export async function isPartLoaded(redis: AuctionRedis, { place }: Part): Promise<boolean> {
  const { answers } = await askEach(redis, [['exists', `${LOADED_KEY}${place}`]]);
  return valueOf(answers[0]) === 1;
}

/**
 * True when a master that answers does not have everything: where one is silent, the others need not
 * wait for it. Throws when none of them answers.
 */
export async function isAnyEmptied(redis: AuctionRedis): Promise<boolean> {
  const answers = await askMarks(redis, LOADED_KEY, 'exists');
  return answers.some((answer) => !(answer instanceof Error) && answer.value !== 1);
}

/** Notes that a pass begins to load what is missing. */
export async function beginLoading(redis: AuctionRedis, pass: string): Promise<void> {
  await marksOf(redis, LOADING_KEY, 'set', pass);
}

/** Marks Redis as loaded, unless any of it was emptied since `beginLoading`. */
export async function endLoading(redis: AuctionRedis, pass: string): Promise<void> {
  const passes = await marksOf(redis, LOADING_KEY, 'get');
  if (passes.every((mark) => mark !== null)) await marksOf(redis, LOADED_KEY, 'set', pass);
}

/** Forgets that anything was loaded or is being loaded, as an emptied Redis would. */
export async function forgetLoaded(redis: AuctionRedis): Promise<void> {
  await Promise.all([LOADED_KEY, LOADING_KEY].map((key) => marksOf(redis, key, 'del')));
}

async function marksOf(...asked: Parameters<typeof askMarks>): Promise<unknown[]> {
  return (await askMarks(...asked)).map(valueOf);
}

async function askMarks(
  redis: AuctionRedis,
  key: string,
  command: string,
  ...args: string[]
): Promise<(Answered | Error)[]> {
  // A mark is lost with the auctions that it speaks of only if it lies on the same master; of a cluster
  // that is not known yet nothing is believed loaded.
  const asks = placesOf(redis).map((place) => [command, `${key}${place}`, ...args] as const);
  return (await askEach(redis, asks)).answers;
}
