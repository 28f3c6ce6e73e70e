import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import S3rver from '@20minutes/s3rver';
import { SHOWN_PREFIXES } from '@sagopalgo/core/images/picture.ts';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';
import { checkedUploads } from './checked-uploads.ts';
import { asNotified } from './s3-notification.ts';
import type { S3Notification } from './s3-notification.ts';

/** The one pair of keys that s3rver knows. */
export const LOCAL_S3_KEYS = { S3_ACCESS_KEY_ID: 'S3RVER', S3_SECRET_ACCESS_KEY: 'S3RVER' };

const DENIED =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';
const CORS_MAX_AGE_S = 3_600;

/** How an embedded S3 is run. */
export interface LocalS3Options {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  directory: string;
  bucket: string;
  /** Pages of these origins may upload. */
  origins: readonly string[];
  /** Hears of every file that was put or removed. */
  notify?: (notification: S3Notification) => void;
  /** Hears of every request that was refused. */
  refused?: (error: Error) => void;
}

/** A running embedded S3. */
export interface LocalS3 {
  port: number;
  isListening(): boolean;
  close(): Promise<void>;
}

/**
 * The real protocol over a folder, with the one bucket there from the start. Beyond what s3rver does by
 * itself, an upload has to have the checksum that it was signed with, and whoever signs nothing sees nothing
 * but what the bucket shows to everybody.
 */
export async function startLocalS3(options: LocalS3Options): Promise<LocalS3> {
  const s3 = new S3rver({
    directory: options.directory,
    silent: true,
    vhostBuckets: false,
    configureBuckets: [{ name: options.bucket, configs: [corsRules(options.origins)] }],
  });
  checkedUploads(s3);
  s3.on('error', (error: Error) => options.refused?.(error));
  s3.on('event', (event: S3Notification) => options.notify?.(asNotified(event)));
  await s3.configureBuckets();
  const server = createServer(closedToStrangers(options.bucket, s3.getMiddleware()));
  await listen(server, options.host, options.port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return {
    port: address.port,
    isListening: () => server.listening,
    close: async () => {
      const closed = closeServer(server);
      server.closeAllConnections();
      await closed;
    },
  };
}

function closedToStrangers(bucket: string, answer: RequestListener): RequestListener {
  const shown = SHOWN_PREFIXES.map((prefix) => `/${bucket}/${prefix}`);
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const isLook = request.method === 'GET' || request.method === 'HEAD';
    const isShown = isLook && shown.some((prefix) => pathname.startsWith(prefix));
    if (isShown || isSigned(request) || request.method === 'OPTIONS') {
      if (pathname === `/${bucket}/`) askForListing(request, bucket, searchParams);
      answer(request, response);
      return;
    }
    response.writeHead(403, { 'content-type': 'application/xml', connection: 'close' }).end(DENIED);
  };
}

// s3rver forgets the slash that ends a bucket's address when it counts the signature, so that no listing
// that AWS's own client signs would be right: that it is signed has to do. And where there are more keys than
// asked for, it can tell so in the older form of listings only.
function askForListing(request: IncomingMessage, bucket: string, query: URLSearchParams): void {
  const after = query.get('start-after');
  query.delete('list-type');
  query.delete('start-after');
  if (after !== null) query.set('marker', after);
  request.url = `/${bucket}?${query.toString()}`;
  delete request.headers.authorization;
}

function isSigned({ headers, url = '' }: IncomingMessage): boolean {
  return headers.authorization !== undefined || url.includes('X-Amz-Signature=');
}

function corsRules(origins: readonly string[]): string {
  const allowed = origins.map((origin) => `<AllowedOrigin>${origin}</AllowedOrigin>`).join('');
  return (
    `<CORSConfiguration><CORSRule>${allowed || '<AllowedOrigin>null</AllowedOrigin>'}` +
    '<AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader>' +
    `<MaxAgeSeconds>${CORS_MAX_AGE_S}</MaxAgeSeconds></CORSRule></CORSConfiguration>`
  );
}
