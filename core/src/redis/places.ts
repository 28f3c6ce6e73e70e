import { Cluster } from 'ioredis';
import type { AuctionRedis } from './connect.ts';
import { slotOf } from './slots.ts';

/** So many tags find a key on each of many masters. */
const TAGS_MAX = 100_000;

/** Endings for a key, one for each master, so that each has a key of that name; `['']` for one Redis. */
export function placesOf(redis: AuctionRedis): string[] {
  if (!(redis instanceof Cluster)) return [''];
  const masters = new Set(redis.slots.map(([master]) => master));
  const places: string[] = [];
  for (let tag = 0; masters.size > 0 && tag < TAGS_MAX; tag += 1) {
    const place = `:{${tag}}`;
    if (masters.delete(redis.slots[slotOf(place)]?.[0])) places.push(place);
  }
  // A cluster that is not known yet.
  return places.length > 0 ? places : [''];
}
