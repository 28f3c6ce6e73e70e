import { z } from 'zod';
import { PROVIDER_NAMES } from '../rules/sign-in-providers.ts';
import { endpoint } from './endpoint.ts';
import { momentMsSchema } from './fields.ts';
import { emailSchema, givenPasswordSchema, nicknameSchema } from './users.ts';
import { sessionSchema, signUpConsents, userSchema } from './users.ts';

/** The pages that providers send people back to: one each, such as `/sign-in/kakao`. */
export const SIGN_IN_PATH = '/sign-in';
/** How long somebody may be at a provider. */
export const SIGN_IN_WITHIN_MS = 10 * 60_000;
/** How long they then have to say who they are to be here. */
export const COMPLETE_WITHIN_MS = 30 * 60_000;

const QUERY_MAX_CHARS = 4_000;

const providerSchema = z.enum(PROVIDER_NAMES);
const COMMON = ['ORIGIN_NOT_ALLOWED'] as const;

/** The providers that are offered here. */
export const listProviders = endpoint({
  name: 'listProviders',
  method: 'GET',
  path: '/sign-in-providers',
  auth: 'none',
  reply: z.object({ items: z.array(providerSchema) }),
});

/** Begins the way to a provider: the address that the browser goes to, and a cookie to come back with. */
export const beginSignIn = endpoint({
  name: 'beginSignIn',
  method: 'POST',
  path: '/sign-ins',
  auth: 'none',
  status: 201,
  body: z.strictObject({ provider: providerSchema }),
  reply: z.object({ url: z.url() }),
  refusals: ['PROVIDER_NOT_OFFERED', ...COMMON],
});

/**
 * The same, to link the account there to the one that is signed in here: a way in for good, so whoever has a password
 * says it, and others have to have signed in just before.
 */
export const beginLink = endpoint({
  name: 'beginLink',
  method: 'POST',
  path: '/users/me/sign-in-ways',
  auth: 'required',
  status: 201,
  body: z.strictObject({
    provider: providerSchema,
    password: givenPasswordSchema.nullable(),
  }),
  reply: z.object({ url: z.url() }),
  refusals: [
    ...(['UNAUTHENTICATED', 'PROVIDER_NOT_OFFERED', 'WRONG_PASSWORD', 'SIGN_IN_AGAIN'] as const),
    ...COMMON,
  ],
});

/**
 * What a way back comes to. `new`: nobody's account yet, to be completed, with what the provider suggests;
 * `join`: its verified address is somebody's who has to prove that it is theirs.
 */
const outcomeSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('signed-in'), user: userSchema }),
  z.object({ outcome: z.literal('linked') }),
  z.object({
    outcome: z.literal('new'),
    nickname: z.string().nullable(),
    email: z.string().nullable(),
    /** False: the address has to be said, and proven by a mail. */
    emailVerified: z.boolean(),
  }),
  z.object({ outcome: z.literal('join'), email: z.string() }),
]);
export type SignInOutcome = z.infer<typeof outcomeSchema>;

/** The way back, with what the provider has put behind the `?` of the page. */
export const finishSignIn = endpoint({
  name: 'finishSignIn',
  method: 'POST',
  path: '/sign-ins/finish',
  auth: 'optional',
  body: z.strictObject({ provider: providerSchema, query: z.string().max(QUERY_MAX_CHARS) }),
  reply: outcomeSchema,
  refusals: [
    ...(['SIGN_IN_INVALID', 'SIGN_IN_DECLINED', 'PROVIDER_AWAY', 'PROVIDER_NOT_OFFERED'] as const),
    ...(['ALREADY_LINKED', 'ACCOUNT_BLOCKED', ...COMMON] as const),
  ],
});

/** Makes the account of whoever came back as nobody's. */
export const completeSignIn = endpoint({
  name: 'completeSignIn',
  method: 'POST',
  path: '/sign-ins/complete',
  auth: 'none',
  status: 201,
  body: z.strictObject({
    nickname: nicknameSchema,
    /** Not asked for where the provider has verified one. */
    email: emailSchema.nullable(),
    consents: signUpConsents,
  }),
  reply: sessionSchema,
  refusals: [
    ...(['SIGN_IN_INVALID', 'EMAIL_TAKEN', 'NICKNAME_TAKEN', 'CONSENT_OUTDATED'] as const),
    ...(['ALREADY_LINKED', ...COMMON] as const),
  ],
});

/** Joins whoever came back to the account that has their address, by its password. */
export const joinSignIn = endpoint({
  name: 'joinSignIn',
  method: 'POST',
  path: '/sign-ins/join',
  auth: 'none',
  status: 201,
  body: z.strictObject({ password: givenPasswordSchema }),
  reply: sessionSchema,
  refusals: [
    ...(['SIGN_IN_INVALID', 'WRONG_CREDENTIALS', 'ACCOUNT_BLOCKED', 'ALREADY_LINKED'] as const),
    ...COMMON,
  ],
});

const waysReply = z.object({
  hasPassword: z.boolean(),
  /** Those that are offered, and those that were linked when they were. */
  items: z.array(z.object({ provider: providerSchema, linkedAtMs: momentMsSchema.nullable() })),
});

/** By what one may sign in. */
export const listSignInWays = endpoint({
  name: 'listSignInWays',
  method: 'GET',
  path: '/users/me/sign-in-ways',
  auth: 'required',
  reply: waysReply,
  refusals: ['UNAUTHENTICATED'],
});

/**
 * Takes a provider's word no more, a second time too, but never the last way in. Proven as linking is: whoever finds a
 * browser open could lock its owner out otherwise.
 */
export const unlinkProvider = endpoint({
  name: 'unlinkProvider',
  method: 'POST',
  path: '/users/me/sign-in-ways/:provider/unlink',
  auth: 'required',
  status: 204,
  params: z.strictObject({ provider: providerSchema }),
  body: z.strictObject({ password: givenPasswordSchema.nullable() }),
  refusals: [
    ...(['UNAUTHENTICATED', 'WRONG_PASSWORD', 'SIGN_IN_AGAIN', 'LAST_WAY_IN'] as const),
    ...COMMON,
  ],
});
