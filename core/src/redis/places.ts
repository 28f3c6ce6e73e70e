import { Cluster } from 'ioredis';
import type { Redis } from 'ioredis';
import type { AuctionRedis } from './connect.ts';
import { writeSlots } from './slot-ranges.ts';
import { slotOf, SLOTS } from './slots.ts';

/** So many tags find a key on each of many masters. */
const TAGS_MAX = 100_000;
/** In place of a master's name. */
const NOBODY = '';

/** A part of the judge: a master with the slots that it holds. One Redis is a single part. */
export interface Part {
  /** As `slot-ranges.ts` writes them; null for all of them, on one Redis. */
  slots: string | null;
  /** An ending for a key that puts it on this master. */
  place: string;
  /** Undefined while nothing is connected to it. */
  master: Redis | undefined;
}

/**
 * The parts that share out all auctions; none of a cluster that is not known yet. Slots that no master has
 * are a part that nothing is connected to.
 */
export function partsOf(redis: AuctionRedis): Part[] {
  if (!(redis instanceof Cluster)) return [{ slots: null, place: '', master: redis }];
  if (redis.slots.length === 0) return [];
  const held = heldSlots(redis);
  const connections = new Map(
    redis.nodes('master').map((node) => [`${node.options.host}:${node.options.port}`, node]),
  );
  const parts = placesOf(redis).flatMap((place) => {
    const name = redis.slots[slotOf(place)]?.[0] ?? NOBODY;
    const slots = name === NOBODY ? undefined : held.get(name);
    return slots ? [{ slots: writeSlots(slots), place, master: connections.get(name) }] : [];
  });
  const left = held.get(NOBODY);
  return left ? [...parts, { slots: writeSlots(left), place: '', master: undefined }] : parts;
}

// The slots of each master, by its name, and of nobody.
function heldSlots({ slots }: Cluster): Map<string, number[]> {
  const held = new Map<string, number[]>();
  for (let slot = 0; slot < SLOTS; slot += 1) {
    const name = slots[slot]?.[0] ?? NOBODY;
    const others = held.get(name);
    if (others) others.push(slot);
    else held.set(name, [slot]);
  }
  return held;
}

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
