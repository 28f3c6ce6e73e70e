import { z } from 'zod';
import { BID_KINDS } from './bids.ts';
import { endpoint } from './endpoint.ts';
import { amountKrwSchema, idSchema, momentMsSchema } from './fields.ts';
import { pageOf, wholeNumberSchema } from './fields.ts';

/** A log is read whole by programs, so its pages are larger than those that people turn. */
const PAGE_MAX = 1_000;
const PAGE_DEFAULT = 200;

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const nonceSchema = z.string().regex(/^[0-9a-f]{32}$/);
const auctionParams = z.strictObject({ auctionId: idSchema });
const longPageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: wholeNumberSchema.pipe(z.int().min(1).max(PAGE_MAX)).default(PAGE_DEFAULT),
});

/** An entry of the chained log, to the letter what was hashed, and what of its commitments is opened. */
export const publishedEntrySchema = z.object({
  seq: z.int(),
  canonical: z.string(),
  hash: hashSchema,
  /** Null where there is no bid, and for the bids of the last lead. */
  bid: z
    .object({ kind: z.enum(BID_KINDS), maxKrw: amountKrwSchema, nonce: nonceSchema })
    .nullable(),
  /** The leader's silent raises since the entry before; null at the listing and in the last lead. */
  raises: z.object({ maximaKrw: z.array(amountKrwSchema), nonce: nonceSchema }).nullable(),
});

export const getLog = endpoint({
  name: 'getLog',
  method: 'GET',
  path: '/auctions/:auctionId/log',
  auth: 'none',
  params: auctionParams,
  query: longPageQuery,
  reply: pageOf(publishedEntrySchema).extend({
    auctionId: idSchema,
    /** How it ended; another one than the closing's entry tells only with `overruling`. */
    outcome: z.enum(['sold', 'unsold', 'cancelled']),
    /** A compact JWS: an operator cancelled what the closing had told. Null where what was told stands. */
    overruling: z.string().nullable(),
    /** The closing's own seq: so many entries follow the listing. */
    seq: z.int(),
    /** Null when there was none, or it was not met. */
    reserve: z.object({ reserveKrw: amountKrwSchema, nonce: nonceSchema }).nullable(),
  }),
  refusals: ['AUCTION_NOT_FOUND', 'LOG_NOT_PUBLISHED'],
});

/** A signed head; `jws` says the same under the house's signature. */
export const publishedHeadSchema = z.object({
  seq: z.int(),
  hash: hashSchema,
  atMs: momentMsSchema,
  jws: z.string(),
});

/** The signed heads so far, also while it runs: for each state of the log the newest, oldest first. */
export const listHeads = endpoint({
  name: 'listHeads',
  method: 'GET',
  path: '/auctions/:auctionId/heads',
  auth: 'none',
  params: auctionParams,
  query: longPageQuery,
  reply: pageOf(publishedHeadSchema),
  refusals: ['AUCTION_NOT_FOUND'],
});

/** A bidder's own bid under the house's signature; NOT_FOUND for a bid of anybody else. */
export const getReceipt = endpoint({
  name: 'getReceipt',
  method: 'GET',
  path: '/auctions/:auctionId/bids/:bidId/receipt',
  auth: 'required',
  params: z.strictObject({ auctionId: idSchema, bidId: idSchema.toLowerCase() }),
  reply: z.object({ receipt: z.string() }),
  refusals: ['UNAUTHENTICATED', 'NOT_FOUND'],
});

/** Where the keys are, below the origin and not below `/api/v1`. */
export const JWKS_PATH = '/.well-known/jwks.json';

/** One of the house's keys; keys of another kind are none of ours. */
export const publicJwkSchema = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[\w-]{43}$/),
  kid: z.string(),
});
