import { z } from 'zod';
import { auctionSchema } from './auctions.ts';
import { endpoint } from './endpoint.ts';
import { amountKrwSchema, idSchema, momentMsSchema, pageOf, pageQuery } from './fields.ts';

/** A runner-up's second chance: to be answered, taken, turned down, or let go by. */
export const OFFER_STATES = ['open', 'accepted', 'declined', 'lapsed'] as const;
export type OfferState = (typeof OFFER_STATES)[number];

/** `amountKrw` is the price; the premium, if there is one, comes on top in `totalKrw`. */
export const offerSchema = z.object({
  offerId: idSchema,
  state: z.enum(OFFER_STATES),
  amountKrw: amountKrwSchema,
  totalKrw: amountKrwSchema,
  acceptByMs: momentMsSchema,
  /** How long after accepting one has to pay. */
  payWithinMs: z.int(),
  orderId: idSchema.nullable(),
});
export type Offer = z.infer<typeof offerSchema>;

const auctionParams = z.strictObject({ auctionId: idSchema });
const offerParams = z.strictObject({ offerId: idSchema });

/** Says whether one wants to be asked when the winner does not pay; it may be taken back. */
export const consentToSecondChance = endpoint({
  name: 'consentToSecondChance',
  method: 'POST',
  path: '/auctions/:auctionId/second-chance',
  auth: 'required',
  params: auctionParams,
  body: z.strictObject({ isGiven: z.boolean() }),
  reply: z.object({ isGiven: z.boolean() }),
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'AUCTION_NOT_FOUND',
    'OWN_AUCTION',
    'FORBIDDEN',
  ],
});

/** What one has said about it; false as long as nothing was said. */
export const getSecondChance = endpoint({
  name: 'getSecondChance',
  method: 'GET',
  path: '/auctions/:auctionId/second-chance',
  auth: 'required',
  params: auctionParams,
  reply: z.object({ isGiven: z.boolean() }),
  refusals: ['UNAUTHENTICATED', 'AUCTION_NOT_FOUND'],
});

/** The offers made to oneself, the newest first, each with its auction. */
export const listMyOffers = endpoint({
  name: 'listMyOffers',
  method: 'GET',
  path: '/users/me/offers',
  auth: 'required',
  query: z.strictObject(pageQuery),
  reply: pageOf(auctionSchema.extend({ offer: offerSchema })),
  refusals: ['UNAUTHENTICATED'],
});

/** Takes an offer: opens an order at its price. */
export const acceptOffer = endpoint({
  name: 'acceptOffer',
  method: 'POST',
  path: '/offers/:offerId/accept',
  auth: 'required',
  params: offerParams,
  reply: offerSchema,
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'OFFER_NOT_FOUND',
    'OFFER_OVER',
    'BIDDING_BLOCKED',
    'NOT_PROVEN',
  ],
});

/** Turns it down; the next one is asked. */
export const declineOffer = endpoint({
  name: 'declineOffer',
  method: 'POST',
  path: '/offers/:offerId/decline',
  auth: 'required',
  params: offerParams,
  reply: offerSchema,
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'OFFER_NOT_FOUND', 'OFFER_OVER'],
});

/** How one stands for not having paid. */
export const getMyDefaults = endpoint({
  name: 'getMyDefaults',
  method: 'GET',
  path: '/users/me/defaults',
  auth: 'required',
  reply: z.object({
    items: z.array(
      z.object({
        orderId: idSchema,
        auctionId: idSchema,
        title: z.string(),
        amountKrw: amountKrwSchema,
        defaultedAtMs: momentMsSchema,
        /** From then on it no longer counts. */
        countsUntilMs: momentMsSchema,
      }),
    ),
    defaultsMax: z.int(),
    /** Null when one may bid. */
    blockedUntilMs: momentMsSchema.nullable(),
  }),
  refusals: ['UNAUTHENTICATED'],
});

/** Lists an auction that was not sold, or not paid for, once more: the same thing on another day. */
export const relistAuction = endpoint({
  name: 'relistAuction',
  method: 'POST',
  path: '/auctions/:auctionId/relist',
  auth: 'required',
  status: 201,
  params: auctionParams,
  body: z.strictObject({ saleDate: z.string() }),
  reply: auctionSchema,
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'AUCTION_NOT_FOUND',
    'NOT_OWNER',
    'NOT_RELISTABLE',
  ],
});
