import { createECDH } from 'node:crypto';
import { z } from 'zod';

const CURVE = 'prime256v1';
const KEY_BYTES = 32;

/** What the page is told, which nobody has to keep secret. */
export const pushPageShape = {
  VAPID_PUBLIC_KEY: z
    .string()
    .regex(/^[\w-]{87}$/)
    .optional(),
};

/**
 * What a process is told that sends pushes. Without a key it sends none, and the page offers none. The subject is whom
 * a push service writes to when something is wrong with what we send.
 */
export const pushShape = {
  /** The private P-256 key, base64url of its 32 bytes. */
  VAPID_PRIVATE_KEY: z
    .string()
    .refine(isPrivateKey, 'a private P-256 key, base64url of 32 bytes')
    .optional(),
  VAPID_SUBJECT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, 'a mailto: or https: address')
    .default('https://sagopalgo.kr'),
};

/** By what our pushes are known to be ours (RFC 8292), both in base64url. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/** The pair that a private key belongs to. */
export function vapidKeysOf(privateKey: string): VapidKeys {
  const pair = createECDH(CURVE);
  pair.setPrivateKey(Buffer.from(privateKey, 'base64url'));
  return { privateKey, publicKey: pair.getPublicKey('base64url') };
}

/** A private key that nobody has. */
export function newVapidKey(): string {
  const pair = createECDH(CURVE);
  pair.generateKeys();
  const bytes = pair.getPrivateKey();
  return Buffer.concat([Buffer.alloc(KEY_BYTES - bytes.length), bytes]).toString('base64url');
}

function isPrivateKey(text: string): boolean {
  try {
    return Buffer.from(text, 'base64url').length === KEY_BYTES && vapidKeysOf(text) !== null;
  } catch {
    return false;
  }
}
