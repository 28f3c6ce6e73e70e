import { z } from 'zod';
import { auctionSchema, STANDINGS } from './auctions.ts';
import { endpoint } from './endpoint.ts';
import { amountKrwSchema, idSchema, momentMsSchema } from './fields.ts';
import { pageOf, pageQuery, wholeNumberSchema } from './fields.ts';

const auctionParams = z.strictObject({ auctionId: idSchema });

/** The browser makes bidId and keeps it across retries, so one click is one bid; case does not matter. */
const bidIdSchema = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
    '입찰 번호가 잘못됐어요.',
  )
  .toLowerCase();

const newBidSchema = z.strictObject({
  bidId: bidIdSchema,
  kind: z.literal('exact'),
  amountKrw: amountKrwSchema,
  confirmed: z.boolean().optional(),
});
export type NewBid = z.infer<typeof newBidSchema>;

/** What the judge answered; the same bid sent again gets the same answer. */
export const bidAnswerSchema = z.object({
  bidId: z.string(),
  outcome: z.enum(['leading', 'outbid', 'raised', 'bought']),
  seq: z.int(),
  raise: z.int(),
  priceKrw: amountKrwSchema,
  minimumKrw: amountKrwSchema.nullable(),
  ownMaxKrw: amountKrwSchema,
  alias: z.string(),
  acceptedAtMs: momentMsSchema,
  closesAtMs: momentMsSchema,
});
export type BidAnswer = z.infer<typeof bidAnswerSchema>;

export const placeBid = endpoint({
  name: 'placeBid',
  method: 'POST',
  path: '/auctions/:auctionId/bids',
  auth: 'required',
  status: 201,
  params: auctionParams,
  body: newBidSchema,
  reply: bidAnswerSchema,
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'FORBIDDEN',
    'BID_ID_REUSED',
    'AUCTION_NOT_FOUND',
    'AUCTION_NOT_OPEN',
    'AUCTION_CLOSED',
    'OWN_AUCTION',
    'BID_TOO_HIGH',
    'ALREADY_LEADING',
    'BID_TOO_LOW',
    'CONFIRM_LARGE_BID',
    'UNAVAILABLE',
  ],
});

const historyEntrySchema = z.object({
  seq: z.int(),
  alias: z.string(),
  leaderAlias: z.string(),
  priceKrw: amountKrwSchema,
  acceptedAtMs: momentMsSchema,
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

export const listBids = endpoint({
  name: 'listBids',
  method: 'GET',
  path: '/auctions/:auctionId/bids',
  auth: 'none',
  params: auctionParams,
  query: z.strictObject({ afterSeq: wholeNumberSchema.optional(), ...pageQuery }),
  reply: pageOf(historyEntrySchema),
  refusals: ['AUCTION_NOT_FOUND'],
});

export const listMyBids = endpoint({
  name: 'listMyBids',
  method: 'GET',
  path: '/users/me/bids',
  auth: 'required',
  query: z.strictObject(pageQuery),
  reply: pageOf(
    auctionSchema.extend({
      ownMaxKrw: amountKrwSchema,
      standing: z.enum(STANDINGS),
      lastBidAtMs: momentMsSchema,
    }),
  ),
  refusals: ['UNAUTHENTICATED'],
});
