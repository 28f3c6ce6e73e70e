import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { LocalS3Keys } from './local-s3-keys.ts';

const SCHEME = new RegExp(
  [
    String.raw`^AWS4-HMAC-SHA256 Credential=([^/,]+)/(\d{8})/([^/,]+)/s3/aws4_request`,
    ' ?SignedHeaders=([a-z0-9;-]+)',
    ' ?Signature=([0-9a-f]{64})$',
  ].join(','),
);
const MOMENT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
/** As AWS has it. */
const CLOCKS_DIFFER_MAX_MS = 15 * 60_000;

/**
 * Whether the header of a listing is signed with these keys, as AWS's fourth version has it. s3rver cannot
 * tell by itself: it forgets the slash that ends a bucket's address.
 */
export function isSignedListing(
  { headers, method = '', url = '/' }: Pick<IncomingMessage, 'headers' | 'method' | 'url'>,
  keys: LocalS3Keys,
  nowMs = Date.now(),
): boolean {
  const [, keyId, day = '', region = '', signed = '', given = ''] =
    SCHEME.exec(headers.authorization ?? '') ?? [];
  const moment = String(headers['x-amz-date']);
  const ageMs = nowMs - momentMs(moment);
  if (keyId !== keys.S3_ACCESS_KEY_ID || !moment.startsWith(day)) return false;
  if (!(Math.abs(ageMs) <= CLOCKS_DIFFER_MAX_MS)) return false;
  const names = signed.split(';');
  if (!names.includes('host')) return false;
  const [path = '', query = ''] = url.split('?');
  const asked = [
    ...[method, path, canonicalQuery(query)],
    ...names.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}`),
    ...['', signed, headers['x-amz-content-sha256']],
  ].join('\n');
  const hash = createHash('sha256').update(asked).digest('hex');
  const scope = [day, region, 's3', 'aws4_request'];
  const toSign = ['AWS4-HMAC-SHA256', moment, scope.join('/'), hash].join('\n');
  const secret: Buffer = Buffer.from(`AWS4${keys.S3_SECRET_ACCESS_KEY}`);
  const key = scope.reduce<Buffer>(hmac, secret);
  return timingSafeEqual(hmac(key, toSign), Buffer.from(given, 'hex'));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function canonicalQuery(query: string): string {
  const pairs = [...new URLSearchParams(query)].map((pair) => pair.map(encoded).join('='));
  return pairs.toSorted().join('&');
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function momentMs(text: string): number {
  const [, year, month, day, hour, minute, second] = MOMENT.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
