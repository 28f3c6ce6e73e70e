import { z } from 'zod';
import { auctionSchema } from './auctions.ts';
import { LIST_STATES } from './auction-lists.ts';
import { endpoint } from './endpoint.ts';
import { idSchema, momentMsSchema, pageOf, pageQuery } from './fields.ts';
import { STARS_MAX } from './ratings.ts';

/** What somebody was rated with, of those ratings that everybody sees. */
const ratingSummarySchema = z.object({
  count: z.int(),
  /** Of one to five stars, to a tenth; null without any. */
  mean: z.number().nullable(),
});
export type RatingSummary = z.infer<typeof ratingSummarySchema>;

/** `blocked`: an operator has shut the account, and what it has listed stands. */
export const SELLER_STANDINGS = ['active', 'blocked', 'left'] as const;

export const SALE_LISTS = [...LIST_STATES, 'sold'] as const;
export type SaleList = (typeof SALE_LISTS)[number];

const ofSeller = { params: z.strictObject({ sellerId: idSchema }) };

/** Somebody who has listed something. */
export const getSeller = endpoint({
  name: 'getSeller',
  method: 'GET',
  path: '/sellers/:sellerId',
  auth: 'none',
  ...ofSeller,
  reply: z.object({
    sellerId: idSchema,
    nickname: z.string(),
    standing: z.enum(SELLER_STANDINGS),
    sinceMs: momentMsSchema,
    /** Sales that went through to 구매확정. */
    completedSales: z.int(),
    asSeller: ratingSummarySchema,
  }),
  refusals: ['SELLER_NOT_FOUND'],
});
export type Seller = z.output<typeof getSeller.reply>;

/** What they sell and have sold, what was listed last before the others; nothing that is hidden. */
export const listSellerAuctions = endpoint({
  name: 'listSellerAuctions',
  method: 'GET',
  path: '/sellers/:sellerId/auctions',
  auth: 'optional',
  ...ofSeller,
  query: z.strictObject({ state: z.enum(SALE_LISTS).default('live'), ...pageQuery }),
  reply: pageOf(auctionSchema),
  refusals: ['SELLER_NOT_FOUND'],
});

/** What buyers said of them, the newest first, with nothing of who they are. */
export const listSellerRatings = endpoint({
  name: 'listSellerRatings',
  method: 'GET',
  path: '/sellers/:sellerId/ratings',
  auth: 'none',
  ...ofSeller,
  query: z.strictObject(pageQuery),
  reply: pageOf(
    z.object({
      ratingId: idSchema,
      /** What it is about; null where that is hidden. */
      auction: z.object({ auctionId: idSchema, title: z.string() }).nullable(),
      stars: z.int().min(1).max(STARS_MAX),
      /** '' where nothing was said, or an operator has hidden it. */
      text: z.string(),
      hidden: z.boolean(),
      shownAtMs: momentMsSchema,
    }),
  ),
  refusals: ['SELLER_NOT_FOUND'],
});
export type SellerRating = z.output<typeof listSellerRatings.reply>['items'][number];
