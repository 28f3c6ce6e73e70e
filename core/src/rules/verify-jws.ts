import { hasAtLeast, isOneOf } from './shapes.ts';

/** A public Ed25519 key as a JWKS names it. */
export interface PublicJwk {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  kid: string;
}

/** What looking at a signature came to; `unsupported`: this browser knows no Ed25519. */
export type JwsCheck =
  { outcome: 'genuine'; payload: unknown } | { outcome: 'forged' | 'unknown-key' | 'unsupported' };

/** Looks at one compact JWS of that `typ`. */
export type VerifyJws = (jws: string, typ: string) => Promise<JwsCheck>;

const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;
const TEXT_MAX_CHARS = 10_000_000;
const SIGNATURE_BYTES = 64;
const isEd25519Key = hasAtLeast({ kty: isOneOf('OKP'), crv: isOneOf('Ed25519') });

/**
 * Verifies by the keys of a JWKS and the platform's own Web Crypto. Only `alg: EdDSA` with Ed25519 is
 * believed, `typ` has to be the one that is asked for, and a header with `crit` is understood by nobody
 * here. What the header says beside that changes nothing.
 */
export function jwsVerifier(keys: readonly PublicJwk[]): VerifyJws {
  const imported = new Map<string, Promise<CryptoKey | null>>();
  return async (jws, typ) => {
    const parts = jws.length <= TEXT_MAX_CHARS ? COMPACT.exec(jws) : null;
    const header = parts && (jsonOf(parts[1] ?? '') as Record<string, unknown> | null);
    if (!parts || !header || header['alg'] !== 'EdDSA' || header['typ'] !== typ) {
      return { outcome: 'forged' };
    }
    if ('crit' in header || 'b64' in header) return { outcome: 'forged' };
    const kid = header['kid'];
    const jwk = keys.find((key) => key.kid === kid && isEd25519Key(key));
    if (!jwk) return { outcome: 'unknown-key' };
    const importing = imported.get(jwk.kid) ?? importKey(jwk);
    imported.set(jwk.kid, importing);
    const key = await importing;
    if (!key) return { outcome: 'unsupported' };
    const genuine = await isSignedBy(key, `${parts[1]}.${parts[2]}`, parts[3] ?? '');
    if (!genuine) return { outcome: 'forged' };
    return { outcome: 'genuine', payload: jsonOf(parts[2] ?? '') };
  };
}

type CryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

async function importKey({ kty, crv, x }: PublicJwk): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', false, ['verify']);
  } catch {
    return null;
  }
}

async function isSignedBy(key: CryptoKey, signed: string, signature: string): Promise<boolean> {
  const bytes = bytesOf(signature);
  if (bytes?.length !== SIGNATURE_BYTES) return false;
  return await crypto.subtle.verify('Ed25519', key, bytes, new TextEncoder().encode(signed));
}

function jsonOf(base64url: string): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(base64url) ?? undefined);
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

// Null for what no base64url writer writes.
function bytesOf(base64url: string): Uint8Array<ArrayBuffer> | null {
  if (base64url.length % 4 === 1) return null;
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
