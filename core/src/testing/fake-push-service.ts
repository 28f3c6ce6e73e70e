import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import type { ECDH } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const SALT_BYTES = 16;
const TAG_BYTES = 16;
const KEY_ID_AT = 21;
const LAST_RECORD = 2;

/** What a push service was handed, as the browser that it is for reads it. */
export interface ReceivedPush {
  path: string;
  headers: IncomingHttpHeaders;
  /** Null where it was not sealed for this browser. */
  text: string | null;
}

/** A push service and a browser of its own, on this machine. */
export interface FakePushService {
  received: ReceivedPush[];
  /** What the browser's subscription says. */
  target: { endpoint: string; p256dh: string; auth: string };
  /** What is answered from now on. */
  status: number;
  url: string;
  stop: () => Promise<void>;
}

/** Starts one, which takes everything until told otherwise. */
export async function startPushService(): Promise<FakePushService> {
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  const auth = randomBytes(SALT_BYTES);
  const received: ReceivedPush[] = [];
  const state = { status: 201 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = opened(keys, auth, Buffer.concat(chunks));
      received.push({ path: request.url ?? '', headers: request.headers, text });
      response.writeHead(state.status, { location: 'http://127.0.0.1:1/elsewhere' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ received, url, stop: () => stop(server) },
    target: {
      endpoint: `${url}/push/one`,
      p256dh: keys.getPublicKey('base64url'),
      auth: auth.toString('base64url'),
    },
    get status() {
      return state.status;
    },
    set status(status) {
      state.status = status;
    },
  };
}

/**
 * Whether a push's `Authorization` was signed by that public key, for that origin (RFC 8292); its claims, else null.
 */
export function vapidClaims(
  { headers }: ReceivedPush,
  publicKey: string,
): Record<string, unknown> | null {
  const [, head = '', claims = '', signature = '', key] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(headers.authorization ?? '') ?? [];
  const bytes = Buffer.from(publicKey, 'base64url');
  const x = bytes.subarray(1, 33).toString('base64url');
  const y = bytes.subarray(33).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x, y };
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned || key !== publicKey) return null;
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
}

// RFC 8188 and 8291 as a browser goes by them, one record.
function opened(keys: ECDH, auth: Buffer, body: Buffer): string | null {
  try {
    const salt = body.subarray(0, SALT_BYTES);
    const keyIdLength = body[KEY_ID_AT - 1] ?? 0;
    const senderKey = body.subarray(KEY_ID_AT, KEY_ID_AT + keyIdLength);
    const sealed = body.subarray(KEY_ID_AT + keyIdLength);
    const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), senderKey]);
    const shared = Buffer.from(
      hkdfSync('sha256', keys.computeSecret(senderKey), auth, keyInfo, 32),
    );
    const derive = (info: string, length: number): Buffer =>
      Buffer.from(hkdfSync('sha256', shared, salt, Buffer.from(`${info}\0`), length));
    const key = derive('Content-Encoding: aes128gcm', 16);
    const cipher = createDecipheriv('aes-128-gcm', key, derive('Content-Encoding: nonce', 12));
    cipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const padded = Buffer.concat([cipher.update(sealed.subarray(0, -TAG_BYTES)), cipher.final()]);
    return padded.subarray(0, padded.lastIndexOf(LAST_RECORD)).toString('utf8');
  } catch {
    return null;
  }
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
