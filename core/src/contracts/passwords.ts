import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { emailSchema, givenPasswordSchema, passwordSchema } from './users.ts';

/** How long a link to set a new password with is good. */
export const PASSWORD_RESET_MS = 30 * 60_000;

/** The page that such a link opens; its token stands behind the `#`, which no server is ever sent. */
export const RESET_PASSWORD_PATH = '/reset-password';

const TOKEN_MAX_CHARS = 200;

/** Answered alike, and as soon, whether or not there is an account with that address. */
export const requestPasswordReset = endpoint({
  name: 'requestPasswordReset',
  method: 'POST',
  path: '/password-resets',
  auth: 'none',
  /** The mail is on its way, where there is anybody to send it to. */
  status: 202,
  body: z.strictObject({ email: emailSchema }),
  reply: z.object({ goodForMs: z.int() }),
  refusals: ['ORIGIN_NOT_ALLOWED'],
});

/** Sets a new password by the token of a link, once; everybody who was signed in to the account is out. */
export const resetPassword = endpoint({
  name: 'resetPassword',
  method: 'POST',
  path: '/password-resets/use',
  auth: 'none',
  status: 204,
  body: z.strictObject({ token: z.string().max(TOKEN_MAX_CHARS), password: passwordSchema }),
  refusals: ['PASSWORD_RESET_INVALID', 'ORIGIN_NOT_ALLOWED'],
});

/** Everybody but who does it is signed out by it. */
export const changePassword = endpoint({
  name: 'changePassword',
  method: 'POST',
  path: '/users/me/password',
  auth: 'required',
  status: 204,
  body: z.strictObject({ password: givenPasswordSchema, newPassword: passwordSchema }),
  refusals: ['UNAUTHENTICATED', 'WRONG_PASSWORD', 'NO_PASSWORD', 'ORIGIN_NOT_ALLOWED'],
});
