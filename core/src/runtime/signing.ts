import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, CompactSign } from 'jose';
import { z } from 'zod';

const ALGORITHM = 'EdDSA';

const publicPartSchema = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[\w-]{43}$/),
  kid: z.string().optional(),
  use: z.literal('sig').optional(),
  alg: z.literal(ALGORITHM).optional(),
});

/** A public key as `/.well-known/jwks.json` names it; `kid` is its RFC 7638 thumbprint. */
export interface SigningJwk {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  kid: string;
  use: 'sig';
  alg: typeof ALGORITHM;
}

/** What a process that signs reads from its environment. */
export const signingShape = {
  /** Base64 of an Ed25519 private key in PKCS#8: the middle of its PEM, in one line. */
  SIGNING_KEY: z.string().refine(isSigningKey, 'an Ed25519 private key, base64 of PKCS#8'),
  /** A JSON list of the public JWKs that signed before, so that what they signed stays good. */
  SIGNING_KEYS_OLD: z
    .string()
    .default('[]')
    .transform((text, context) => oldKeysOf(text, context)),
};

/** Signs in the name of the house. */
export interface Signer {
  /** A compact JWS over the claims, `typ` in its header. */
  sign(typ: string, claims: object): Promise<string>;
  /** The key in use, then those in use before. */
  jwks(): Promise<{ keys: SigningJwk[] }>;
}

/** Signs with `SIGNING_KEY`; throws when it is not what `signingShape` lets through. */
export function createSigner(config: {
  SIGNING_KEY: string;
  SIGNING_KEYS_OLD: readonly { x: string }[];
}): Signer {
  const key = readKey(config.SIGNING_KEY);
  const own = namedKey(publicPartOf(key));
  const old = config.SIGNING_KEYS_OLD.map(({ x }) => namedKey(x));
  return {
    sign: async (typ, claims) => {
      const payload = new TextEncoder().encode(JSON.stringify(claims));
      const { kid } = await own;
      return await new CompactSign(payload)
        .setProtectedHeader({ alg: ALGORITHM, kid, typ })
        .sign(key);
    },
    jwks: async () => ({ keys: await Promise.all([own, ...old]) }),
  };
}

/** A key that nobody has, as `SIGNING_KEY` takes it. */
export function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

function isSigningKey(text: string): boolean {
  try {
    return readKey(text).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

function readKey(base64: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });
}

function publicPartOf(key: KeyObject): string {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (typeof x !== 'string') throw new Error('not an Ed25519 key');
  return x;
}

async function namedKey(x: string): Promise<SigningJwk> {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x } as const;
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), use: 'sig', alg: ALGORITHM };
}

function oldKeysOf(text: string, context: z.RefinementCtx): { x: string }[] {
  const parsed = z.array(publicPartSchema).safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: 'a JSON list of public Ed25519 JWKs' });
  return z.NEVER;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
