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

/** The three kinds of a bid (bidding.md): this price now, up to this secret maximum, or at once. */
export const BID_KINDS = ['exact', 'auto', 'buy-now'] as const;
export type BidKind = (typeof BID_KINDS)[number];

const newBidSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    bidId: bidIdSchema,
    kind: z.literal('exact'),
    amountKrw: amountKrwSchema,
    /** Says yes to an amount far above the minimum. */
    confirmed: z.boolean().optional(),
  }),
  z.strictObject({ bidId: bidIdSchema, kind: z.literal('auto'), maxKrw: amountKrwSchema }),
  z.strictObject({ bidId: bidIdSchema, kind: z.literal('buy-now') }),
]);
export type NewBid = z.infer<typeof newBidSchema>;

/** `raised`: the leader's own maximum went up. `bought`: at the buy-now price, which ends the auction. */
export const BID_OUTCOMES = ['leading', 'outbid', 'raised', 'bought'] as const;
export type BidOutcome = (typeof BID_OUTCOMES)[number];

/** What the judge answered; the same bid sent again gets the same answer. */
export const bidAnswerSchema = z.object({
  bidId: z.string(),
  outcome: z.enum(BID_OUTCOMES),
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
    'BIDDING_BLOCKED',
    'NOT_PROVEN',
    'BID_ID_REUSED',
    'AUCTION_NOT_FOUND',
    'AUCTION_NOT_OPEN',
    'AUCTION_CLOSED',
    'AUCTION_INTERRUPTED',
    'ACCOUNT_LEAVING',
    'OWN_AUCTION',
    'BUY_NOW_GONE',
    'BID_TOO_HIGH',
    'ALREADY_LEADING',
    'NOT_ABOVE_OWN_MAX',
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
