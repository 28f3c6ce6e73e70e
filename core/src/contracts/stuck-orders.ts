import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { idSchema } from './fields.ts';
import { orderParams, orderSchema, reasonBody } from './orders.ts';

/**
 * An operator has a refund that Toss refused tried once more. NOTHING_STUCK: it is not refused, or the
 * seller has been paid out.
 */
export const retryRefund = endpoint({
  name: 'retryRefund',
  method: 'POST',
  path: '/orders/:orderId/refunds/:refundId/retry',
  auth: 'required',
  params: orderParams.extend({ refundId: idSchema }),
  body: reasonBody.extend({
    /** The buyer of a deposit is asked anew where it is to go back to. */
    asksAccount: z.boolean().default(false),
  }),
  reply: orderSchema,
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'ORDER_NOT_FOUND',
    'FORBIDDEN',
    'NOTHING_STUCK',
  ],
});

/**
 * An operator who has looked at Toss ends an attempt that stands still, so that the order can be paid
 * anew or called off. NOTHING_STUCK: no payment of it stands still, or not any more. TOO_EARLY: what was
 * sent to Toss may still be done. MONEY_AT_TOSS: it has to be cancelled there first. UNAVAILABLE: Toss does
 * not say how it stands, so money may have moved.
 */
export const giveUpPayment = endpoint({
  name: 'giveUpPayment',
  method: 'POST',
  path: '/orders/:orderId/give-up-payment',
  auth: 'required',
  params: orderParams,
  body: reasonBody,
  reply: orderSchema,
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'ORDER_NOT_FOUND',
    'FORBIDDEN',
    'NOTHING_STUCK',
    'TOO_EARLY',
    'MONEY_AT_TOSS',
    'UNAVAILABLE',
  ],
});
