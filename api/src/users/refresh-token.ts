import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const TOKEN_BYTES = 32;

/**
 * 256 random bits and a proof of the browser they were given to (how it names itself), so that the
 * browser can be known again without a third cookie.
 */
export function newRefreshToken(key: KeyObject, userAgent: string): string {
  const random = randomBytes(TOKEN_BYTES).toString('base64url');
  return `${random}.${browserProof(key, random, userAgent)}`;
}

/** What the record keeps of a refresh token: SHA-256 in hex. */
export function refreshTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Whether a refresh token was given to a browser that names itself so. */
export function isSameBrowser(key: KeyObject, token: string, userAgent: string): boolean {
  const [random = '', given = ''] = token.split('.');
  const expected = Buffer.from(browserProof(key, random, userAgent));
  const proof = Buffer.from(given);
  return proof.length === expected.length && timingSafeEqual(proof, expected);
}

function browserProof(key: KeyObject, random: string, userAgent: string): string {
  return createHmac('sha256', key).update(`${random}\n${userAgent}`).digest('base64url');
}
