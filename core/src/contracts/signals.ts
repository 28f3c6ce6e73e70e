import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { idSchema, momentMsSchema } from './fields.ts';

/** What two accounts can be signed in from alike. */
export type TraceKind = 'device' | 'address';

/** What a signal is about; each is explained, with the query that finds it, in api/src/signals. */
export const SIGNAL_KINDS = ['one-seller', 'never-wins', 'shared', 'taken-back'] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** What two people have in common: a browser, a network, where things are sent, or where money goes. */
export const SHARED_THINGS = ['device', 'address', 'delivery', 'account'] as const;

const seen = {
  /** The latest of the auctions first, 20 at most. */
  auctionIds: z.array(idSchema),
  lastAtMs: momentMsSchema,
};
const withSeller = {
  bidderNickname: z.string(),
  sellerNickname: z.string(),
  /** Auctions of this seller in which they bid. */
  auctionCount: z.int(),
  /** All auctions in which they bid. */
  ofAuctionCount: z.int(),
};

const oneSellerSchema = z.object({ ...withSeller, wonCount: z.int(), ...seen });
const neverWinsSchema = z.object({
  ...withSeller,
  /** Those of the seller's in which they led, and somebody else bid more. */
  overtakenCount: z.int(),
  ...seen,
});
const sharedSchema = z.object({
  bidderNickname: z.string(),
  otherNickname: z.string(),
  /** Whether the other one sold what the first bid on, or bid on the same. */
  other: z.enum(['seller', 'bidder']),
  shares: z.array(z.enum(SHARED_THINGS)),
  /** Auctions in which the two met. */
  auctionCount: z.int(),
  ...seen,
});
const takenBackSchema = z.object({
  bidderNickname: z.string(),
  orderCount: z.int(),
  unpaidCount: z.int(),
  /** Paid for and called off again by the buyer. */
  calledOffCount: z.int(),
  /** From how many sellers they bought. */
  sellerCount: z.int(),
  ...seen,
});

const windowMs = { sinceMs: momentMsSchema };

/** What may be a sign of shill bidding, by kind, the strongest first; nothing follows from it by itself. */
export const listSignals = endpoint({
  name: 'listSignals',
  method: 'GET',
  path: '/operator/signals',
  auth: 'required',
  query: z.strictObject({ kind: z.enum(SIGNAL_KINDS) }),
  reply: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('one-seller'), ...windowMs, items: z.array(oneSellerSchema) }),
    z.object({ kind: z.literal('never-wins'), ...windowMs, items: z.array(neverWinsSchema) }),
    z.object({ kind: z.literal('shared'), ...windowMs, items: z.array(sharedSchema) }),
    z.object({ kind: z.literal('taken-back'), ...windowMs, items: z.array(takenBackSchema) }),
  ]),
  refusals: ['UNAUTHENTICATED', 'FORBIDDEN'],
});

export type OneSellerSignal = z.output<typeof oneSellerSchema>;
export type NeverWinsSignal = z.output<typeof neverWinsSchema>;
export type SharedSignal = z.output<typeof sharedSchema>;
export type TakenBackSignal = z.output<typeof takenBackSchema>;
