import { z } from 'zod';
import {
  endingSchema,
  offerEventSchema,
  orderEventSchema,
  wonSchema,
} from '../contracts/events.ts';
import type { AuctionRedis } from './connect.ts';
import { personChannel } from './keys.ts';
import { mastersOf } from './masters.ts';

const ownEventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('won'), data: wonSchema }),
  z.object({ event: z.literal('order'), data: orderEventSchema }),
  z.object({ event: z.literal('offer'), data: offerEventSchema }),
  z.object({ event: z.literal('ending'), data: endingSchema }),
]);

const personMessageSchema = z.union([
  z.object({ told: z.array(ownEventSchema) }),
  z.object({ endedFamilyId: z.string() }),
]);

const countsSchema = z.array(z.union([z.string(), z.number()]));

/** What a person is told of, beside what the judge says on the auctions' channels. */
export type OwnEvent = z.infer<typeof ownEventSchema>;

/** What comes over a person's channel: events for that person, or the end of one signing-in. */
export type PersonMessage = z.infer<typeof personMessageSchema>;

/** Tells a person, on all their connections; lost where nothing listens at the moment. */
export async function tellPerson(
  redis: AuctionRedis,
  userId: string,
  told: readonly OwnEvent[],
): Promise<void> {
  await say(redis, userId, { told: [...told] });
}

/** Those of these people who would hear something now, as they have a stream of their own somewhere. */
export async function findListening(
  redis: AuctionRedis,
  userIds: readonly string[],
): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const channels = new Map(userIds.map((userId) => [personChannel(userId), userId]));
  const listening = new Set<string>();
  // Each master knows of the channels in its own slots, and of no listener to others.
  const asks = mastersOf(redis).map((master) =>
    master.call('PUBSUB', 'SHARDNUMSUB', ...channels.keys()),
  );
  for (const answer of await Promise.all(asks)) {
    const counts = countsSchema.parse(answer);
    for (let index = 0; index < counts.length; index += 2) {
      const userId = channels.get(String(counts[index]));
      if (userId !== undefined && Number(counts[index + 1]) > 0) listening.add(userId);
    }
  }
  return listening;
}

/** Tells the windows that one of a person's signings-in is over. */
export async function tellEnded(
  redis: AuctionRedis,
  userId: string,
  endedFamilyId: string,
): Promise<void> {
  await say(redis, userId, { endedFamilyId });
}

/** Reads what was said on a person's channel; null when it is nothing of the kind. */
export function readPersonMessage(text: string): PersonMessage | null {
  try {
    return personMessageSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function say(redis: AuctionRedis, userId: string, message: PersonMessage): Promise<void> {
  await redis.spublish(personChannel(userId), JSON.stringify(message));
}
