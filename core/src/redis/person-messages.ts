import { z } from 'zod';
import {
  endingSchema,
  noticeEventSchema,
  offerEventSchema,
  orderEventSchema,
  talkEventSchema,
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
  z.object({ event: z.literal('notice'), data: noticeEventSchema }),
  z.object({ event: z.literal('talk'), data: talkEventSchema }),
]);

const personMessageSchema = z.union([
  z.object({ told: z.array(ownEventSchema) }),
  z.object({ endedFamilyId: z.string() }),
  z.object({ tokensFromMs: z.number() }),
]);

const channelsSchema = z.array(z.string());

/** What a person is told of, beside what the judge says on the auctions' channels. */
export type OwnEvent = z.infer<typeof ownEventSchema>;

/**
 * What comes over a person's channel: events for that person, the end of one signing-in, or of all tokens for
 * programs that were made before a moment.
 */
export type PersonMessage = z.infer<typeof personMessageSchema>;

/** Tells a person, on all their connections; lost where nothing listens at the moment. */
export async function tellPerson(
  redis: AuctionRedis,
  userId: string,
  told: readonly OwnEvent[],
): Promise<void> {
  await say(redis, userId, { told: [...told] });
}

/** Who would hear something now, as they have a stream of their own somewhere; each once. */
export async function findListeners(redis: AuctionRedis): Promise<string[]> {
  // Each master knows of the channels in its own slots, and of no listener to others.
  const asks = mastersOf(redis).map((master) =>
    master.call('PUBSUB', 'SHARDCHANNELS', personChannel('*')),
  );
  const channels = (await Promise.all(asks)).flatMap((answer) => channelsSchema.parse(answer));
  const [before = '', behind = ''] = personChannel('*').split('*');
  return [...new Set(channels.map((channel) => channel.slice(before.length, -behind.length)))];
}

/** Tells the windows that one of a person's signings-in is over. */
export async function tellEnded(
  redis: AuctionRedis,
  userId: string,
  endedFamilyId: string,
): Promise<void> {
  await say(redis, userId, { endedFamilyId });
}

/** Tells the windows that a person's tokens for programs are good no more that were made before `tokensFromMs`. */
export async function tellTokensSpent(
  redis: AuctionRedis,
  userId: string,
  tokensFromMs: number,
): Promise<void> {
  await say(redis, userId, { tokensFromMs });
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
