import { z } from 'zod';
import { bidAnswerSchema } from '../contracts/bids.ts';
import { loggedEventSchema } from '../contracts/events.ts';
import type { LoggedEvent } from '../contracts/events.ts';
import type { AuctionRedis } from './connect.ts';
import { auctionKeys, logId } from './keys.ts';

/** The private part of an entry: for the record and the bidder concerned, for nobody else. */
const privateSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('exact'),
    bidderId: z.string(),
    bidId: z.string(),
    amountKrw: z.number(),
    ordinal: z.number(),
    leaderId: z.string(),
    answer: bidAnswerSchema,
  }),
  z.object({ kind: z.literal('closed'), winnerId: z.string().nullable() }),
]);

export interface LogEntry {
  seq: number;
  raise: number;
  public: LoggedEvent;
  private: z.infer<typeof privateSchema>;
}

/** At most `limit` entries of an auction's log after `afterSeq`, oldest first, with their secrets. */
export async function readLog(
  redis: AuctionRedis,
  auctionId: string,
  afterSeq: number,
  limit: number,
): Promise<LogEntry[]> {
  const entries = await entriesAfter(redis, auctionId, afterSeq, limit);
  return entries.map(([id, flat]) => {
    const fields = fieldsOf(flat);
    return {
      ...positionOf(id),
      public: publicPart(fields),
      private: privateSchema.parse(JSON.parse(fields.get('private') ?? 'null')),
    };
  });
}

/** The same without the secrets, `afterSeq` exclusive: all that a window onto the auction may read. */
export async function readPublicLog(
  redis: AuctionRedis,
  auctionId: string,
  afterSeq: number,
  limit: number,
): Promise<LoggedEvent[]> {
  const entries = await entriesAfter(redis, auctionId, afterSeq, limit);
  return entries.map(([, flat]) => publicPart(fieldsOf(flat)));
}

/** The newest entries first, without secrets: `beforeSeq` exclusive (null: from the top). */
export async function readPublicLogBackwards(
  redis: AuctionRedis,
  auctionId: string,
  beforeSeq: number | null,
  limit: number,
): Promise<LoggedEvent[]> {
  const from = beforeSeq === null ? '+' : `(${logId(beforeSeq)}`;
  const key = auctionKeys(auctionId).log;
  const entries = await redis.xrevrange(key, from, '-', 'COUNT', limit);
  return entries.map(([, flat]) => publicPart(fieldsOf(flat)));
}

function entriesAfter(redis: AuctionRedis, auctionId: string, afterSeq: number, limit: number) {
  const { log } = auctionKeys(auctionId);
  return redis.xrange(log, logId(afterSeq + 1), '+', 'COUNT', limit);
}

function publicPart(fields: Map<string, string>): LoggedEvent {
  return loggedEventSchema.parse(JSON.parse(fields.get('public') ?? 'null'));
}

function positionOf(id: string): { seq: number; raise: number } {
  const [seq, raise] = id.split('-').map(Number);
  return { seq: seq as number, raise: raise as number };
}

function fieldsOf(flat: string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (let index = 0; index < flat.length; index += 2) {
    fields.set(flat[index] as string, flat[index + 1] as string);
  }
  return fields;
}
