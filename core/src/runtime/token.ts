import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

const ISSUER = 'sagopalgo';
const ALGORITHM = 'HS256';

/** Who an access token speaks for. */
export interface AccessClaims {
  userId: string;
  nickname: string;
  role: 'USER' | 'ADMIN';
  /** The signing-in it belongs to; empty for API clients' tokens. */
  familyId: string;
}

const claimsSchema = z.object({
  sub: z.string(),
  nickname: z.string(),
  role: z.enum(['USER', 'ADMIN']),
  fid: z.string(),
  exp: z.number(),
});

/** A KeyObject: verifying with a string secret derives the key anew each time (55 times slower). */
export function tokenKey(secret: string): KeyObject {
  return createSecretKey(Buffer.from(secret, 'utf8'));
}

/** Signs an access token that is good until `expiresAtMs` (UTC milliseconds, told to the second). */
export function signAccessToken(key: KeyObject, claims: AccessClaims, expiresAtMs: number): string {
  const { userId, familyId, ...names } = claims;
  const content = { ...names, fid: familyId, exp: Math.floor(expiresAtMs / 1000) };
  return jwt.sign(content, key, { algorithm: ALGORITHM, issuer: ISSUER, subject: userId });
}

/** The claims of a token that is genuine and good at `nowMs`, else null. */
export function verifyAccessToken(
  key: KeyObject,
  token: string,
  nowMs: number,
): (AccessClaims & { expiresAtMs: number }) | null {
  try {
    const payload = jwt.verify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      clockTimestamp: Math.floor(nowMs / 1000),
    });
    const { sub, nickname, role, fid, exp } = claimsSchema.parse(payload);
    return { userId: sub, nickname, role, familyId: fid, expiresAtMs: exp * 1000 };
  } catch (error) {
    if (error instanceof jwt.JsonWebTokenError || error instanceof z.ZodError) return null;
    throw error;
  }
}
