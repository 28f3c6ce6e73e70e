import { z } from 'zod';
import { AUCTION_STATES } from '../rules/auction-states.ts';
import { RESERVES } from './auctions.ts';
import { amountKrwSchema, idSchema, momentMsSchema } from './fields.ts';

const position = { auctionId: idSchema, epoch: z.string(), seq: z.int() };

export const snapshotSchema = z.object({
  ...position,
  state: z.enum(AUCTION_STATES),
  priceKrw: amountKrwSchema.nullable(),
  minimumKrw: amountKrwSchema.nullable(),
  bidCount: z.int(),
  leaderAlias: z.string().nullable(),
  reserve: z.enum(RESERVES),
  closesAtMs: momentMsSchema,
  serverNowMs: momentMsSchema,
});

export const bidEventSchema = z.object({
  ...position,
  priceKrw: amountKrwSchema,
  minimumKrw: amountKrwSchema.nullable(),
  bidCount: z.int(),
  alias: z.string(),
  leaderAlias: z.string(),
  reserve: z.enum(RESERVES),
  acceptedAtMs: momentMsSchema,
  closesAtMs: momentMsSchema,
  /** How many bids this one stands for, when several were merged. */
  merged: z.int().optional(),
});

export const closedEventSchema = z.object({
  ...position,
  outcome: z.enum(['sold', 'unsold', 'cancelled']),
  priceKrw: amountKrwSchema.nullable(),
  leaderAlias: z.string().nullable(),
  bidCount: z.int(),
});

export const gapSchema = z.object({ auctionId: idSchema, fromSeq: z.int(), toSeq: z.int() });
export const unknownSchema = z.object({ auctionId: idSchema });
export const sinceSchema = z.object({ sinceMs: momentMsSchema });

export type Snapshot = z.infer<typeof snapshotSchema>;
export type BidEvent = z.infer<typeof bidEventSchema>;
export type ClosedEvent = z.infer<typeof closedEventSchema>;

/**
 * What the judge puts into an auction's log and onto its channel, public part: one JSON text
 * `{ event, data }`, `data` being to the letter what watchers are sent.
 */
export const loggedEventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('bid'), data: bidEventSchema }),
  z.object({ event: z.literal('closed'), data: closedEventSchema }),
]);
export type LoggedEvent = z.infer<typeof loggedEventSchema>;
