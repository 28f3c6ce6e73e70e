import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { momentMsSchema } from './fields.ts';

/** How long a link that proves an address is good. */
export const EMAIL_PROOF_MS = 24 * 3_600_000;

/** The page that such a link opens; its token stands behind the `#`, which no server is ever sent. */
export const VERIFY_EMAIL_PATH = '/verify-email';

const TOKEN_MAX_CHARS = 200;

export const requestEmailProof = endpoint({
  name: 'requestEmailProof',
  method: 'POST',
  path: '/users/me/email-proofs',
  auth: 'required',
  /** The mail is on its way, not there. */
  status: 202,
  reply: z.object({ email: z.string(), expiresAtMs: momentMsSchema }),
  refusals: ['UNAUTHENTICATED', 'EMAIL_ALREADY_VERIFIED', 'ORIGIN_NOT_ALLOWED'],
});

/**
 * By whoever has the link, signed in or not: mails are often read on another device. Whoever is signed in
 * to another account is refused: they would prove an address for somebody else.
 */
export const verifyEmail = endpoint({
  name: 'verifyEmail',
  method: 'POST',
  path: '/email-proofs/verify',
  auth: 'optional',
  body: z.strictObject({ token: z.string().max(TOKEN_MAX_CHARS) }),
  reply: z.object({ email: z.string() }),
  refusals: ['EMAIL_PROOF_INVALID', 'EMAIL_PROOF_OF_ANOTHER', 'ORIGIN_NOT_ALLOWED'],
});
