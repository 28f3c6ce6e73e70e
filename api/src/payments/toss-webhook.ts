import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { tossWebhooks } from '@sagopalgo/core/mysql/till-schema.ts';
import { followWebhook } from '@sagopalgo/core/orders/follow-webhook.ts';
import type { Deps } from '../deps.ts';
import { addressKey } from '../http/client-address.ts';
import { readBodyText } from '../http/read-body.ts';
import { createSlots } from '../http/slots.ts';
import type { Slots } from '../http/slots.ts';

/** Three bytes a character at most in the record, whose texts take 64 KiB. */
const BODY_MAX_BYTES = 20 * 1024;
const RETRIES_MAX = 1_000;
const FOLLOWED_AT_ONCE = 4;
const FOLLOWED_WAITING_MAX = 200;
const TRANSMISSION_ID = /^[\x21-\x7e]{1,100}$/;

type WebhookDeps = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'toss' | 'metrics' | 'limits'>;

/**
 * Where Toss tells that a payment has moved. Nobody signs it, so it is kept as it came and answered at
 * once, and afterwards Toss itself is asked. Sent twice, it is kept once.
 */
export function tossWebhook(deps: WebhookDeps): RequestHandler {
  const slots = createSlots(FOLLOWED_AT_ONCE, FOLLOWED_WAITING_MAX);
  return async (request, response) => {
    deps.limits.unsafeOfAddress.take(addressKey(request), deps.now());
    const body = await readBodyText(request, BODY_MAX_BYTES);
    if (!isObject(body)) throw new RefusalError('INVALID_REQUEST', { fields: [] });
    const transmissionId = idOf(request.headers['tosspayments-webhook-transmission-id'], body);
    const retried = Number(request.headers['tosspayments-webhook-transmission-retried-count']);
    const retriedCount = Number.isInteger(retried)
      ? Math.min(Math.max(retried, 0), RETRIES_MAX)
      : 0;
    const isNew = await keep(deps, { transmissionId, retriedCount, body });
    response.status(200).end();
    if (isNew) void follow(deps, slots, transmissionId);
    else deps.metrics.webhookTaken('repeated');
  };
}

/** False for one that has come before. */
async function keep(
  { db, now }: WebhookDeps,
  webhook: { transmissionId: string; retriedCount: number; body: string },
): Promise<boolean> {
  try {
    await db.insert(tossWebhooks).values({ ...webhook, receivedAtMs: now() });
    return true;
  } catch (error) {
    if (duplicateKeyOf(error) !== null) return false;
    throw error;
  }
}

// What fails here, or is one too many, is followed up by the reconciler.
async function follow(deps: WebhookDeps, slots: Slots, transmissionId: string): Promise<void> {
  try {
    const outcome = await slots.run(() => followWebhook(deps, transmissionId));
    deps.metrics.webhookTaken(outcome);
  } catch (error) {
    deps.metrics.webhookTaken('left');
    deps.log.warn('webhook.left', { transmissionId, error });
  }
}

function idOf(header: string | string[] | undefined, body: string): string {
  if (typeof header === 'string' && TRANSMISSION_ID.test(header)) return header;
  return `body-${createHash('sha256').update(body).digest('base64url')}`;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
