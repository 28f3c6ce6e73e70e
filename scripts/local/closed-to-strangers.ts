import type { IncomingMessage, RequestListener } from 'node:http';
import { parse } from 'node:querystring';
import { SHOWN_PREFIXES } from '@sagopalgo/core/images/picture.ts';
import { isSignedListing } from './is-signed-listing.ts';
import type { LocalS3Keys } from './local-s3-keys.ts';

const DENIED =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';
/** What neither s3rver nor we could read differently. */
const PLAIN_URL = /^\/(?!\/)[!-~]*$/;
const UNSURE_SIGNS = /[#\\]/;
const SHOWN_KEY = /^[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+)*$/;

type Way = 'listing' | 'shown' | 'signed' | 'preflight' | null;

/**
 * Lets nothing through to s3rver, which lets everybody do everything, but what it will count the signature of,
 * a listing of which we have, what a browser asks before it uploads, and looks at what everybody may see.
 */
export function closedToStrangers(
  bucket: string,
  keys: LocalS3Keys,
  answer: RequestListener,
): RequestListener {
  return (request, response) => {
    const { url = '' } = request;
    const [path = '', query = ''] = url.split(/\?(.*)/s);
    const way = PLAIN_URL.test(url) && !UNSURE_SIGNS.test(url) ? wayOf(request, path, query) : null;
    if (way === null) {
      const headers = { 'content-type': 'application/xml', connection: 'close' };
      response.writeHead(403, headers).end(DENIED);
      return;
    }
    if (way === 'listing') askForListing(request, bucket, new URLSearchParams(query));
    // Of a host by the name of a bucket s3rver makes another address.
    if (way === 'shown') request.headers.host = 'localhost';
    answer(request, response);
  };

  function wayOf(request: IncomingMessage, path: string, query: string): Way {
    const { headers, method } = request;
    if (method === 'OPTIONS') return 'preflight';
    if (headers.authorization !== undefined) {
      if (path !== `/${bucket}/` || method !== 'GET') return 'signed';
      return isSignedListing(request, keys) ? 'listing' : null;
    }
    // Read as s3rver reads it, which stops after so many.
    const asked = parse(query);
    if ('X-Amz-Algorithm' in asked) {
      return hasAllSigned(headers, asked['X-Amz-SignedHeaders']) ? 'signed' : null;
    }
    const isLook = method === 'GET' || method === 'HEAD';
    return isLook && query === '' && isShown(bucket, path) ? 'shown' : null;
  }
}

function isShown(bucket: string, path: string): boolean {
  const start = `/${bucket}/`;
  const key = decoded(path).slice(start.length);
  if (!decoded(path).startsWith(start) || !SHOWN_KEY.test(key)) return false;
  return SHOWN_PREFIXES.some((prefix) => key.startsWith(prefix));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}

// s3rver obeys headers that were not signed too, such as one that names another file to copy.
function hasAllSigned(
  headers: IncomingMessage['headers'],
  signed: string | string[] | undefined,
): boolean {
  const names = String(signed).split(';');
  return Object.keys(headers).every((name) => !name.startsWith('x-amz-') || names.includes(name));
}

// s3rver counts the signature of a bucket's address without the slash that ends it, so that it would turn down
// every listing that AWS's own client signs. And where there are more keys than asked for, it can tell so in
// the older form of listings only.
function askForListing(request: IncomingMessage, bucket: string, query: URLSearchParams): void {
  const after = query.get('start-after');
  query.delete('list-type');
  query.delete('start-after');
  if (after !== null) query.set('marker', after);
  request.url = `/${bucket}?${query.toString()}`;
  delete request.headers.authorization;
}
