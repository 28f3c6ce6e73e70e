import { z } from 'zod';
import { CONSENT_DOCUMENTS } from '../rules/consent-documents.ts';
import { endpoint } from './endpoint.ts';
import { momentMsSchema } from './fields.ts';

const VERSION_MAX_CHARS = 20;

/** The wording of a document that somebody has read. */
export const versionSchema = z.string().max(VERSION_MAX_CHARS);

const consentSchema = z.object({
  document: z.enum(CONSENT_DOCUMENTS),
  /** The wording that is in force. */
  version: z.string(),
  /** There is no account without it. */
  isRequired: z.boolean(),
  /** What was said of it last, of whatever wording; null where nothing was. */
  given: z.object({ isGiven: z.boolean(), version: z.string(), atMs: momentMsSchema }).nullable(),
  /** It is required, and the wording in force has not been agreed to: the person has to be asked. */
  isDue: z.boolean(),
});
export type Consent = z.infer<typeof consentSchema>;

const consentsReply = z.object({ items: z.array(consentSchema) });

export const listConsents = endpoint({
  name: 'listConsents',
  method: 'GET',
  path: '/users/me/consents',
  auth: 'required',
  reply: consentsReply,
  refusals: ['UNAUTHENTICATED'],
});

/** Agrees to the wording in force, or takes back what was agreed to. Saying the same again changes nothing. */
export const giveConsent = endpoint({
  name: 'giveConsent',
  method: 'POST',
  path: '/users/me/consents',
  auth: 'required',
  body: z.strictObject({
    document: z.enum(CONSENT_DOCUMENTS),
    version: versionSchema,
    isGiven: z.boolean(),
  }),
  reply: consentsReply,
  refusals: ['UNAUTHENTICATED', 'CONSENT_OUTDATED', 'CONSENT_REQUIRED', 'ORIGIN_NOT_ALLOWED'],
});
