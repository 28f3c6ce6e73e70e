import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

/** How long an access token is good. */
export const ACCESS_TOKEN_MS = 3_600_000;

const ISSUER = 'sagopalgo';
const ALGORITHM = 'HS256';
const BEARER = /^Bearer(?:[\t ](.*))?$/i;

/** Who an access token speaks for. */
export interface AccessClaims {
  userId: string;
  nickname: string;
  role: 'USER' | 'ADMIN';
  /** The signing-in it belongs to; empty for API clients' tokens. */
  familyId: string;
}

/** The same, and until when: UTC milliseconds. */
export type VerifiedClaims = Readonly<AccessClaims & { expiresAtMs: number }>;

/** About 6 MiB; the oldest falls out first and is verified anew. */
const PROVED_MAX = 10_000;

/** A token whose signature was proved, and what it says. */
interface Proved {
  token: string;
  claims: VerifiedClaims;
}

/** What each key has proved, by signature; another key proves anew. */
const provedTokens = new WeakMap<KeyObject, Map<string, Proved>>();

const claimsSchema = z.object({
  sub: z.string(),
  nickname: z.string(),
  role: z.enum(['USER', 'ADMIN']),
  fid: z.string(),
  exp: z.number(),
  /** What is for one purpose only speaks for nobody elsewhere. */
  aud: z.undefined().optional(),
});

/** Whether a token that is good until `expiresAtMs` was made before a moment, in UTC milliseconds. */
export function isMadeBefore(expiresAtMs: number, fromMs: number): boolean {
  return expiresAtMs - ACCESS_TOKEN_MS < fromMs;
}

/** A KeyObject: verifying with a string secret derives the key anew each time (55 times slower). */
export function tokenKey(secret: string): KeyObject {
  return createSecretKey(Buffer.from(secret, 'utf8'));
}

/** Signs an access token that is good until `expiresAtMs` (UTC milliseconds, told to the second). */
export function signAccessToken(key: KeyObject, claims: AccessClaims, expiresAtMs: number): string {
  const { userId, familyId, ...names } = claims;
  const content = { ...names, fid: familyId, exp: Math.floor(expiresAtMs / 1000) };
  return signClaims(key, content, { subject: userId });
}

/** What an `Authorization` header gives for a Bearer token, be it none; undefined: it is not about one. */
export function bearerIn(authorization: string | undefined): string | undefined {
  const [bearer, token = ''] = BEARER.exec(authorization ?? '') ?? [];
  return bearer === undefined ? undefined : token.trim();
}

/**
 * The claims of a token that is genuine and good at `nowMs`, else null. What a signature has proved once
 * is remembered for as long as the token is good, so that a rush of calls pays for it once a person.
 */
export function verifyAccessToken(
  key: KeyObject,
  token: string,
  nowMs: number,
): VerifiedClaims | null {
  const proved = provedBy(key);
  // A key is read from end to end for each look, and a signature is a seventh of a token.
  const signature = token.slice(token.lastIndexOf('.') + 1);
  const known = proved.get(signature);
  if (known?.token === token) return known.claims.expiresAtMs > nowMs ? known.claims : null;
  const claims = verifyClaims(key, token, { schema: claimsSchema, nowMs });
  if (!claims) return null;
  const { sub, nickname, role, fid, exp } = claims;
  const verified = { userId: sub, nickname, role, familyId: fid, expiresAtMs: exp * 1000 };
  remember(proved, signature, { token, claims: Object.freeze(verified) });
  return verified;
}

/** Signs `content`, whose `exp` is in seconds, as ours. */
export function signClaims(
  key: KeyObject,
  content: object,
  bounds: { subject: string; audience?: string },
): string {
  return jwt.sign(content, key, { algorithm: ALGORITHM, issuer: ISSUER, ...bounds });
}

/** What we have signed for that audience, if it is of the form and good at `nowMs`, else null. */
export function verifyClaims<Schema extends z.ZodType>(
  key: KeyObject,
  token: string,
  { schema, nowMs, audience }: { schema: Schema; nowMs: number; audience?: string },
): z.output<Schema> | null {
  const payload = payloadOf(key, token, {
    clockTimestamp: Math.floor(nowMs / 1000),
    ...(audience !== undefined && { audience }),
  });
  return schema.safeParse(payload).data ?? null;
}

function payloadOf(key: KeyObject, token: string, options: jwt.VerifyOptions): unknown {
  try {
    return jwt.verify(token, key, { algorithms: [ALGORITHM], issuer: ISSUER, ...options });
  } catch {
    // Not only its own errors: what is no JSON is found before the signature is looked at. Whatever
    // anybody sends, it is no good token.
    return null;
  }
}

function provedBy(key: KeyObject): Map<string, Proved> {
  const known = provedTokens.get(key);
  if (known) return known;
  const proved = new Map<string, Proved>();
  provedTokens.set(key, proved);
  return proved;
}

function remember(proved: Map<string, Proved>, signature: string, of: Proved): void {
  if (proved.size >= PROVED_MAX) {
    const oldest = proved.keys().next();
    if (!oldest.done) proved.delete(oldest.value);
  }
  proved.set(signature, of);
}
