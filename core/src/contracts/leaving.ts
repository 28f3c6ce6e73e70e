import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { momentMsSchema } from './fields.ts';
import { givenPasswordSchema } from './users.ts';

/** How new a sign-in has to be for what asks for the password of those who have one. */
export const SIGNED_IN_WITHIN_MS = 15 * 60_000;

/**
 * Ends an account for good. Whoever has a password says it; others have to have signed in just before. Refused
 * with the orders and auctions that are open, as others count on them.
 */
export const leaveAccount = endpoint({
  name: 'leaveAccount',
  method: 'POST',
  path: '/users/me/leave',
  auth: 'required',
  status: 204,
  body: z.strictObject({ password: givenPasswordSchema.nullable() }),
  refusals: [
    ...(['UNAUTHENTICATED', 'WRONG_PASSWORD', 'SIGN_IN_AGAIN', 'LEAVING_BLOCKED'] as const),
    ...(['IS_OPERATOR', 'ORIGIN_NOT_ALLOWED'] as const),
  ],
});

const rows = z.array(z.record(z.string(), z.unknown()));

/**
 * All that the record holds of somebody, to be kept as a file: of each kind every row, the newest first. It is sent as
 * it is read; where it breaks off, so does the connection.
 */
export const downloadOwnData = endpoint({
  name: 'downloadOwnData',
  method: 'GET',
  path: '/users/me/data',
  auth: 'required',
  reply: z.object({
    madeAtMs: momentMsSchema,
    account: rows,
    consents: rows,
    addresses: rows,
    payoutAccount: rows,
    pictures: rows,
    devices: rows,
    signInWays: rows,
    signIns: rows,
    /** What operators did to the account. */
    byOperators: rows,
    mails: rows,
    watched: rows,
    bids: rows,
    auctions: rows,
    bought: rows,
    sold: rows,
    /** What they did to orders, as a buyer or a seller. */
    orderMoves: rows,
    deliveries: rows,
    payments: rows,
    refunds: rows,
    /** What was won and not paid. */
    defaults: rows,
    offers: rows,
    secondChances: rows,
    payouts: rows,
    notices: rows,
    noticeSettings: rows,
    pushes: rows,
    said: rows,
    talkMarks: rows,
    talkBlocks: rows,
    talkReports: rows,
    questions: rows,
    answers: rows,
    ratings: rows,
    reports: rows,
  }),
  refusals: ['UNAUTHENTICATED'],
});
export type OwnData = z.output<typeof downloadOwnData.reply>;
