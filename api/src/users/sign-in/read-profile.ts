import { z } from 'zod';

/** Longer than any address or name that is looked at. */
const PROFILE_WORDS_MAX = 254;

/** Who a provider says that somebody is. */
export interface Profile {
  /** What they are called there for good. */
  subject: string;
  email: string | null;
  emailVerified: boolean;
  nickname: string | null;
}

const subjectSchema = z.string().min(1).max(255);
const words = z.string().max(PROFILE_WORDS_MAX).optional().catch(undefined);

const claimsSchema = z.object({
  sub: subjectSchema,
  email: words,
  email_verified: z.unknown().optional(),
  nickname: words,
  name: words,
});

/** Naver's own form: no ID token, and all of it within `response`. */
const naverSchema = z.object({
  resultcode: z.literal('00'),
  response: z.object({ id: subjectSchema, email: words, nickname: words }),
});

/** Who an ID token says that somebody is. Only a plain `true` verifies an address. */
export function profileOfClaims(claims: unknown): Profile {
  const { sub, email, email_verified: isVerified, nickname, name } = claimsSchema.parse(claims);
  return {
    subject: sub,
    email: email?.toLowerCase() ?? null,
    emailVerified: email !== undefined && isVerified === true,
    nickname: nickname ?? name ?? null,
  };
}

/** Who Naver's profile says that somebody is. Its address is whatever they have written there. */
export function profileOfNaver(answer: unknown): Profile {
  const { id, email, nickname } = naverSchema.parse(answer).response;
  return {
    subject: id,
    email: email?.toLowerCase() ?? null,
    emailVerified: false,
    nickname: nickname ?? null,
  };
}
