import { hash, randomBytes } from 'node:crypto';

const NONCE_BYTES = 16;
/** Asking the system for each nonce costs more than a hash. */
const NONCES_AT_ONCE = 256;

/** SHA-256 of a text's UTF-8 bytes in lowercase hex. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

let bytes = Buffer.alloc(0);

/** 16 fresh random bytes in hex, never given twice: what hides a commitment. */
export function newNonce(): string {
  if (bytes.length === 0) bytes = randomBytes(NONCE_BYTES * NONCES_AT_ONCE);
  const nonce = bytes.toString('hex', 0, NONCE_BYTES);
  bytes = bytes.subarray(NONCE_BYTES);
  return nonce;
}
