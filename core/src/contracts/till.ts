import { z } from 'zod';
import { JOURNAL_KINDS } from '../rules/journals.ts';
import { bankAccountSchema } from './addresses.ts';
import { endpoint } from './endpoint.ts';
import { amountKrwSchema, idSchema, momentMsSchema, pageOf, pageQuery } from './fields.ts';
import { wordsSchema } from './fields.ts';
import { givenPasswordSchema } from './users.ts';

const REASON_MAX_CHARS = 500;
const RATE_MAX_BP = 5_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What may keep a seller's money although 구매확정 is made. */
export const PAYOUT_WAITS = ['account', 'refund'] as const;
export type PayoutWait = (typeof PAYOUT_WAITS)[number];

const durationMs = z
  .int()
  .min(HOUR_MS)
  .max(90 * DAY_MS);

/** The till's terms; rates in hundredths of a percent, times in milliseconds. See rules/till-terms.ts. */
export const termsSchema = z.strictObject({
  payWithinMs: durationMs,
  payLargeWithinMs: durationMs,
  largeFromKrw: amountKrwSchema,
  feeBp: z.int().min(0).max(RATE_MAX_BP),
  premiumBp: z.int().min(0).max(RATE_MAX_BP),
  offerAcceptWithinMs: durationMs,
  offerPayWithinMs: durationMs,
  cancelAfterWorkingDays: z.int().min(1).max(30),
  refundAfterWorkingDays: z.int().min(1).max(60),
  deliveredAfterMs: durationMs,
  receivedAfterMs: durationMs,
  defaultsMax: z.int().min(1).max(10),
  defaultsWithinMs: z
    .int()
    .min(DAY_MS)
    .max(365 * DAY_MS),
  blockMs: z
    .int()
    .min(DAY_MS)
    .max(365 * DAY_MS),
  provenAboveKrw: amountKrwSchema.nullable(),
});

/** The terms that everybody may know, as they are now. */
export const getTerms = endpoint({
  name: 'getTerms',
  method: 'GET',
  path: '/till/terms',
  auth: 'none',
  reply: termsSchema,
});

/** An operator sets terms; what is not named stays. Auctions listed before keep their rates. */
export const setTerms = endpoint({
  name: 'setTerms',
  method: 'PATCH',
  path: '/till/terms',
  auth: 'required',
  body: z.strictObject({
    terms: termsSchema.partial(),
    reason: wordsSchema(REASON_MAX_CHARS, '이유를 적어 주세요.'),
  }),
  reply: termsSchema,
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'FORBIDDEN'],
});

/** 내 정산: what one is owed as a seller, and what has moved, the newest first. */
export const getMySettlement = endpoint({
  name: 'getMySettlement',
  method: 'GET',
  path: '/users/me/settlement',
  auth: 'required',
  query: z.strictObject(pageQuery),
  reply: pageOf(
    z.object({
      kind: z.enum(JOURNAL_KINDS),
      orderId: idSchema,
      title: z.string(),
      /** What the seller's balance rose by; negative when it fell. */
      amountKrw: z.int(),
      /** For a sale: what was kept of it. */
      feeKrw: z.int().nullable(),
      bookedAtMs: momentMsSchema,
    }),
  ).extend({
    /** Owed in all. */
    balanceKrw: z.int(),
    /** Of that, confirmed by 구매확정 and about to go out. */
    dueKrw: z.int(),
    paidOutKrw: z.int(),
    account: bankAccountSchema.nullable(),
    /** The orders that `dueKrw` is of, the longest waiting first, 100 at most. */
    due: z.array(
      z.object({
        orderId: idSchema,
        title: z.string(),
        amountKrw: amountKrwSchema,
        /** Why it has not gone out: no account was said, or money is on its way back to the buyer. */
        waitsFor: z.enum(PAYOUT_WAITS).nullable(),
      }),
    ),
  }),
  refusals: ['UNAUTHENTICATED'],
});

/**
 * Where one's money goes; needed before the first payout. Whoever has a password says it, and others have to have
 * signed in just before: whoever finds a browser open could take what its owner sells otherwise.
 */
export const setPayoutAccount = endpoint({
  name: 'setPayoutAccount',
  method: 'POST',
  path: '/users/me/payout-account',
  auth: 'required',
  body: bankAccountSchema.extend({ password: givenPasswordSchema.nullable() }),
  reply: bankAccountSchema,
  refusals: ['UNAUTHENTICATED', 'WRONG_PASSWORD', 'SIGN_IN_AGAIN', 'ORIGIN_NOT_ALLOWED'],
});

/** Pairs of somebody who did not pay and the one who came after, met more than once. */
export const listShieldingPairs = endpoint({
  name: 'listShieldingPairs',
  method: 'GET',
  path: '/operator/shielding-pairs',
  auth: 'required',
  reply: z.object({
    items: z.array(
      z.object({
        defaulterNickname: z.string(),
        runnerUpNickname: z.string(),
        times: z.int(),
        auctionIds: z.array(idSchema),
        lastAtMs: momentMsSchema,
      }),
    ),
  }),
  refusals: ['UNAUTHENTICATED', 'FORBIDDEN'],
});

/** What was paid out, for the one who makes the transfers. */
export const listPayouts = endpoint({
  name: 'listPayouts',
  method: 'GET',
  path: '/operator/payouts',
  auth: 'required',
  query: z.strictObject(pageQuery),
  reply: pageOf(
    bankAccountSchema.extend({
      payoutId: idSchema,
      orderId: idSchema,
      sellerNickname: z.string(),
      amountKrw: amountKrwSchema,
      createdAtMs: momentMsSchema,
    }),
  ),
  refusals: ['UNAUTHENTICATED', 'FORBIDDEN'],
});
