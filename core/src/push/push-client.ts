import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { encryptNotification, vapidHeaders } from '@block65/webcrypto-web-push';
import { isPushEndpoint } from '../rules/push-endpoint.ts';
import { NOT_PUBLIC, publicLookup } from './public-lookup.ts';
import type { VapidKeys } from './push-config.ts';

const ANSWER_WITHIN_MS = 3_000;
/** There is no such subscription any more. */
const GONE_STATUSES = [404, 410];
/** This message will never be taken, whatever becomes of others. */
const UNFIT_STATUSES = [400, 413];

/** A browser as its person subscribed it. */
export interface PushTarget {
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** A message for one browser. */
export interface PushMessage {
  /** What its service worker is handed: at most some 3,900 bytes. */
  text: string;
  /** For how many seconds the push service keeps it for a browser that is not there. */
  ttlS: number;
  urgency: 'normal' | 'high';
  /** Of those that wait under the same name the last is kept: at most 32 letters of base64url. */
  topic: string;
}

/** What became of it; `gone`: the browser wants none any more; `unfit`: never this one; `later`: perhaps. */
export type PushOutcome =
  { outcome: 'sent' } | { outcome: 'gone' | 'unfit' | 'later'; fault: string };

/** Sends messages to browsers by way of their push services. */
export interface Pusher {
  send(target: PushTarget, message: PushMessage): Promise<PushOutcome>;
}

/**
 * A sender of Web Push (RFC 8030, 8291, 8292). Where it sends to was said by people's browsers, or by whoever says to
 * be one: only public addresses are connected to, no redirect is followed and no answer is read. `allowsLoopback` is
 * for the local start.
 */
export function createPusher(
  { keys, subject }: { keys: VapidKeys; subject: string },
  { allowsLoopback = false, answerWithinMs = ANSWER_WITHIN_MS } = {},
): Pusher {
  return {
    send: async (target, { text, ttlS, urgency, topic }) => {
      const isLocal = allowsLoopback && target.endpoint.startsWith('http://127.0.0.1:');
      if (!isLocal && !isPushEndpoint(target.endpoint))
        return { outcome: 'gone', fault: NOT_PUBLIC };
      try {
        const { body, headers } = await sealed(target, text, { subject, ...keys });
        const sent = { ...headers, ttl: String(ttlS), urgency, topic };
        return outcomeOf(await post(target.endpoint, sent, body, answerWithinMs));
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

async function sealed(
  { endpoint, p256dh, auth }: PushTarget,
  text: string,
  vapid: VapidKeys & { subject: string },
) {
  // Signed for the origin; only the local start has one that is not https.
  const named = endpoint.replace(/^http:/, 'https:');
  const subscription = { endpoint: named, expirationTime: null, keys: { p256dh, auth } };
  const { headers } = await vapidHeaders(subscription, vapid).catch(unfit);
  const body = await encryptNotification(subscription, new TextEncoder().encode(text)).catch(unfit);
  return {
    body: Buffer.from(body),
    headers: {
      ...headers,
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      'content-length': String(body.byteLength),
    },
  };
}

// Keys that are none cannot be sent to, today or tomorrow.
function unfit(cause: unknown): never {
  throw Object.assign(new Error('it cannot be sealed', { cause }), { code: 'ESEAL' });
}

function post(
  endpoint: string,
  headers: Record<string, string>,
  body: Buffer,
  answerWithinMs: number,
): Promise<number> {
  const isHttps = endpoint.startsWith('https:');
  const request = isHttps ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const call = request(endpoint, {
      ...{ method: 'POST', headers, agent: false },
      ...(isHttps && { lookup: publicLookup }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    call.on('error', reject);
    call.on('response', (answer) => {
      answer.on('error', () => undefined);
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    call.end(body);
  });
}

function outcomeOf(status: number): PushOutcome {
  const fault = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  if (GONE_STATUSES.includes(status)) return { outcome: 'gone', fault };
  return { outcome: UNFIT_STATUSES.includes(status) ? 'unfit' : 'later', fault };
}

function failureOf(error: unknown): PushOutcome {
  const code = (error as { code?: string }).code ?? 'UNKNOWN';
  const isGone = code === NOT_PUBLIC || code === 'ESEAL';
  return { outcome: isGone ? 'gone' : 'later', fault: code };
}
