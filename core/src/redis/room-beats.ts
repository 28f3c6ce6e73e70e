import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AuctionRedis } from './connect.ts';

/** Hash: `room instance` -> what that process last told of itself. */
const ROOM_BEATS_KEY = 'rooms:beats';
/** A process that has been silent for so long is forgotten. */
const SILENT_MAX_MS = 86_400_000;
const TELLS_EVERY_MS = 2_000;

const beatSchema = z.object({
  room: z.string(),
  instance: z.string(),
  atMs: z.number(),
  faults: z.array(z.string()),
});

/** What a process tells of itself: that it was there at `atMs` (UTC milliseconds), and what ails it. */
export type RoomBeat = z.infer<typeof beatSchema>;

/** Tells that a process is there; rejects while Redis is away. */
export async function tellRoomBeat(
  redis: Pick<AuctionRedis, 'hset'>,
  beat: RoomBeat,
): Promise<void> {
  await redis.hset(ROOM_BEATS_KEY, `${beat.room} ${beat.instance}`, JSON.stringify(beat));
}

/** Tells again and again that this process is there and what ails it, until cleared; its silence tells the rest. */
export function startRoomBeats(
  redis: Pick<AuctionRedis, 'hset'>,
  room: string,
  faults: () => string[],
): ReturnType<typeof setInterval> {
  const instance = randomUUID();
  const tell = (): void => {
    const beat = { room, instance, atMs: Date.now(), faults: faults() };
    // That Redis is away is what the missing beat says.
    tellRoomBeat(redis, beat).catch(() => undefined);
  };
  return setInterval(tell, TELLS_EVERY_MS);
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
