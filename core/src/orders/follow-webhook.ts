import { createHash, timingSafeEqual } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { tossWebhooks } from '../mysql/till-schema.ts';
import { learnPayment } from './ask-toss.ts';
import { findPayment } from './payment-rows.ts';
import type { TillDeps } from './payment-rows.ts';

/** The two events that speak of payments; the deposit's names no kind and is flat. */
const hintSchema = z.union([
  z
    .object({
      eventType: z.literal('PAYMENT_STATUS_CHANGED'),
      data: z.object({ orderId: z.string().max(64) }),
    })
    .transform(({ data }) => ({ tossOrderId: data.orderId, secret: null })),
  z
    .object({ orderId: z.string().max(64), secret: z.string(), status: z.string() })
    .transform(({ orderId, secret }) => ({ tossOrderId: orderId, secret })),
]);

/** What became of a webhook; `asked-in-vain` is tried again by the reconciler. */
export type WebhookOutcome =
  'followed' | 'ignored' | 'not-ours' | 'forged' | 'asked-in-vain' | 'handled-before';

/**
 * Follows a webhook up. Nobody has signed it, so it is a hint and nothing more: of what it says only the
 * order id is read, and Toss is asked with the secret key how that payment stands.
 */
export async function followWebhook(
  deps: TillDeps,
  transmissionId: string,
): Promise<WebhookOutcome> {
  const { db, now, log } = deps;
  const [webhook] = await db
    .select()
    .from(tossWebhooks)
    .where(eq(tossWebhooks.transmissionId, transmissionId));
  if (!webhook) throw new Error(`no webhook ${transmissionId}`);
  if (webhook.handledAtMs !== null) return 'handled-before';
  const outcome = await follow(deps, webhook.body);
  if (outcome === 'forged') log.warn('webhook.forged', { transmissionId });
  if (outcome === 'asked-in-vain') return outcome;
  await db
    .update(tossWebhooks)
    .set({ handledAtMs: now(), outcome })
    .where(eq(tossWebhooks.transmissionId, transmissionId));
  return outcome;
}

async function follow(deps: TillDeps, body: string): Promise<WebhookOutcome> {
  const hint = hintSchema.safeParse(JSON.parse(body));
  if (!hint.success) return 'ignored';
  const { tossOrderId, secret } = hint.data;
  const payment = await findPayment(deps.db, tossOrderId);
  if (!payment) return 'not-ours';
  // The first word of a deposit may be here before the answer that brings its secret.
  if (secret !== null && payment.secret !== null && !isSame(secret, payment.secret))
    return 'forged';
  const { found } = await learnPayment(deps, payment.tossOrderId);
  return found === 'unknown' ? 'asked-in-vain' : 'followed';
}

function isSame(told: string, kept: string): boolean {
  const [one, other] = [told, kept].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
