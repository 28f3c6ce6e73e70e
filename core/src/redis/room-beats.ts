import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AuctionRedis } from './connect.ts';

/** Hash: `room instance` -> what that process last told of itself. */
const ROOM_BEATS_KEY = 'rooms:beats';
/** A process that has been silent for so long is forgotten. */
const SILENT_MAX_MS = 86_400_000;
const TELLS_EVERY_MS = 2_000;

const windowSchema = z.object({
  watchers: z.number(),
  /** Watchers who have not taken what they were sent. */
  behind: z.number(),
  /** Watched auctions that cannot be read now. */
  away: z.number(),
  /** Of the last ten seconds, as are the two that follow, each the longest; null where there was none. */
  deliveriesPerS: z.number(),
  fanOutMaxMs: z.number().nullable(),
  /** From a bid's acceptance until the window heard of it. */
  heardAfterMaxMs: z.number().nullable(),
});

const beatSchema = z.object({
  room: z.string(),
  instance: z.string(),
  atMs: z.number(),
  faults: z.array(z.string()),
  /** What a window alone has to tell. */
  window: windowSchema.nullable().default(null),
});

/** What a process tells of itself: that it was there at `atMs` (UTC milliseconds), and what ails it. */
export type RoomBeat = z.infer<typeof beatSchema>;
type About = Pick<RoomBeat, 'faults'> & Partial<Pick<RoomBeat, 'window'>>;

/** Tells that a process is there; rejects while Redis is away. */
export async function tellRoomBeat(
  redis: Pick<AuctionRedis, 'hset'>,
  beat: RoomBeat,
): Promise<void> {
  await redis.hset(ROOM_BEATS_KEY, `${beat.room} ${beat.instance}`, JSON.stringify(beat));
}

/** Tells again and again that this process is there and what is about it, until cleared; its silence tells the rest. */
export function startRoomBeats(
  redis: Pick<AuctionRedis, 'hset'>,
  room: string,
  about: () => About,
): ReturnType<typeof setInterval> {
  return setInterval(beatTeller(redis, room, about), TELLS_EVERY_MS);
}

/**
 * What tells of a process whenever it is called, and never twice at once: while Redis has not answered, nothing is
 * added to what it is asked.
 */
export function beatTeller(
  redis: Pick<AuctionRedis, 'hset'>,
  room: string,
  about: () => About,
): () => void {
  const instance = randomUUID();
  let isTelling = false;
  return () => {
    if (isTelling) return;
    isTelling = true;
    tellRoomBeat(redis, { room, instance, atMs: Date.now(), window: null, ...about() })
      // That Redis is away is what the missing beat says.
      .catch(() => undefined)
      .finally(() => {
        isTelling = false;
      });
  };
}

/** Every process that told of itself within a day, by room and the latest first. */
export async function readRoomBeats(
  redis: Pick<AuctionRedis, 'hgetall' | 'hdel'>,
  nowMs: number,
): Promise<RoomBeat[]> {
  const told = Object.entries(await redis.hgetall(ROOM_BEATS_KEY));
  const beats = told.map(([field, text]) => ({ field, beat: beatSchema.parse(JSON.parse(text)) }));
  const silent = beats.filter(({ beat }) => nowMs - beat.atMs > SILENT_MAX_MS);
  if (silent.length > 0) {
    await redis.hdel(ROOM_BEATS_KEY, ...silent.map(({ field }) => field));
  }
  return beats
    .filter((each) => !silent.includes(each))
    .map(({ beat }) => beat)
    .toSorted((one, other) => one.room.localeCompare(other.room) || other.atMs - one.atMs);
}
