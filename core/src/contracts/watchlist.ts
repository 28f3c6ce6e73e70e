import { z } from 'zod';
import { auctionSchema } from './auctions.ts';
import { endpoint } from './endpoint.ts';
import { idSchema, pageOf, pageQuery } from './fields.ts';

const watchParams = z.strictObject({ auctionId: idSchema });
const watchedSchema = z.object({ watched: z.boolean(), watchCount: z.int() });

/** Puts an auction on one's watchlist (관심); once more changes nothing. */
export const watchAuction = endpoint({
  name: 'watchAuction',
  method: 'POST',
  path: '/auctions/:auctionId/watch',
  auth: 'required',
  params: watchParams,
  reply: watchedSchema,
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'AUCTION_NOT_FOUND', 'WATCHLIST_FULL'],
});

/** Takes it off again; once more changes nothing. */
export const unwatchAuction = endpoint({
  name: 'unwatchAuction',
  method: 'DELETE',
  path: '/auctions/:auctionId/watch',
  auth: 'required',
  params: watchParams,
  reply: watchedSchema,
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'AUCTION_NOT_FOUND'],
});

/** What was put on it last comes first. */
export const listWatched = endpoint({
  name: 'listWatched',
  method: 'GET',
  path: '/users/me/watchlist',
  auth: 'required',
  query: z.strictObject(pageQuery),
  reply: pageOf(auctionSchema),
  refusals: ['UNAUTHENTICATED'],
});
