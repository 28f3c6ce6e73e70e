import { z } from 'zod';
import { AUCTION_STATES } from '../rules/auction-states.ts';
import { ORDER_STATES } from '../rules/order-states.ts';
import { NOTICE_KINDS } from '../rules/notice-kinds.ts';
import { RESERVES } from './auctions.ts';
import { amountKrwSchema, idSchema, momentMsSchema } from './fields.ts';
import { OFFER_STATES } from './offers.ts';

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
  /** There when acknowledged bids may be missing: nothing goes on until an operator has decided. */
  interrupted: z.literal(true).optional(),
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
  /** The signed head of the chained log up to the last bid, or to the closing where it came too soon (compact JWS). */
  head: z.string().optional(),
});

export const EXTENSION_REASONS = ['bid', 'outage', 'operator'] as const;

/** The closing moved; sent before the bid that caused it. */
export const extendedSchema = z.object({
  auctionId: idSchema,
  epoch: z.string(),
  closesAtMs: momentMsSchema,
  reason: z.enum(EXTENSION_REASONS),
});

/** How far the log was chained at `atMs`; `jws` is the signature over the rest. */
export const headSchema = z.object({
  auctionId: idSchema,
  seq: z.int(),
  /** SHA-256 in hex. */
  hash: z.string(),
  atMs: momentMsSchema,
  jws: z.string(),
});

export const gapSchema = z.object({ auctionId: idSchema, fromSeq: z.int(), toSeq: z.int() });
export const unknownSchema = z.object({ auctionId: idSchema });
export const sinceSchema = z.object({ sinceMs: momentMsSchema });

/** How many people's connections watch the auction now, all processes together. */
export const viewersSchema = z.object({ auctionId: idSchema, viewers: z.int() });

/**
 * Events about oneself come on this connection until that moment; null: they do not, or no more. What
 * was before is not told: whenever this comes, at first or again, the person's own things have to be
 * read anew. It comes again when something may have been missed.
 */
export const ownSchema = z.object({ untilMs: momentMsSchema.nullable() });

/**
 * Somebody else leads now: to the person overtaken only, on connections that watch the auction. It
 * comes right before the bid that made it so, or a moment after it where that was read from the log
 * sooner than heard. A bid that was outbid in the same moment tells its own bidder.
 */
export const outbidSchema = z.object({
  ...position,
  priceKrw: amountKrwSchema,
  minimumKrw: amountKrwSchema.nullable(),
  closesAtMs: momentMsSchema,
});

/** The person has won, and has until `payByMs` to pay; told at most once, the record is what counts. */
export const wonSchema = z.object({
  auctionId: idSchema,
  orderId: idSchema,
  amountKrw: amountKrwSchema,
  payByMs: momentMsSchema,
});

/**
 * An order of the person, as buyer or seller, stands at `orderState` now, or both its parties have rated it; told at
 * most once.
 */
export const orderEventSchema = z.object({
  auctionId: idSchema,
  orderId: idSchema,
  orderState: z.enum(ORDER_STATES),
  amountKrw: amountKrwSchema,
  payByMs: momentMsSchema,
});

/** A second chance of the person, as it stands now; told at most once. */
export const offerEventSchema = z.object({
  auctionId: idSchema,
  offerId: idSchema,
  amountKrw: amountKrwSchema,
  acceptByMs: momentMsSchema,
  offerState: z.enum(OFFER_STATES),
});

/** An auction on the person's watchlist closes soon; told once, however its closing moves then. */
export const endingSchema = z.object({
  auctionId: idSchema,
  title: z.string(),
  closesAtMs: momentMsSchema,
});

/**
 * The person's notices have changed, and so many are unread now: `noticeId` is the newest that came, or null where
 * some were read. Told at most once; the list is what counts.
 */
export const noticeEventSchema = z.object({
  noticeId: idSchema.nullable(),
  kind: z.enum(NOTICE_KINDS).nullable(),
  unread: z.int(),
});

/**
 * So many messages of the talk about an order wait for the person to read them now. Told at most once; `listUnread` is
 * what counts.
 */
export const talkEventSchema = z.object({ orderId: idSchema, unread: z.int() });

export type Snapshot = z.infer<typeof snapshotSchema>;
export type BidEvent = z.infer<typeof bidEventSchema>;
export type ClosedEvent = z.infer<typeof closedEventSchema>;

export type ExtendedEvent = z.infer<typeof extendedSchema>;
export type HeadEvent = z.infer<typeof headSchema>;
export type OutbidEvent = z.infer<typeof outbidSchema>;
export type OwnAnnouncement = z.infer<typeof ownSchema>;
export type WonEvent = z.infer<typeof wonSchema>;
export type OrderEvent = z.infer<typeof orderEventSchema>;
export type OfferEvent = z.infer<typeof offerEventSchema>;
export type EndingEvent = z.infer<typeof endingSchema>;
export type NoticeEvent = z.infer<typeof noticeEventSchema>;
export type TalkUnreadEvent = z.infer<typeof talkEventSchema>;

/** What moves an auction on by one seq, `data` being to the letter what watchers are sent. */
export type PositionEvent =
  { event: 'bid'; data: BidEvent } | { event: 'closed'; data: ClosedEvent };
