import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { addressSchema, bankAccountSchema } from './addresses.ts';
import { amountKrwSchema, idSchema, momentMsSchema } from './fields.ts';

const PAYMENT_KEY_MAX_CHARS = 200;

/**
 * How an attempt to pay stands: made, sent to Toss for confirmation (and its outcome perhaps unknown),
 * waiting for a deposit, charged, not charged, or given back.
 */
export const PAYMENT_STATES = [
  'pending',
  'confirming',
  'waiting_for_deposit',
  'done',
  'failed',
  'cancelled',
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** Why money goes back to a buyer. */
export const REFUND_CAUSES = [
  'cancelled',
  'not-shipped',
  'dispute',
  'partial',
  'passed-on',
  'late-deposit',
] as const;
export type RefundCause = (typeof REFUND_CAUSES)[number];

/**
 * `needs-account`: a deposit goes back by transfer, and the buyer has to say where to. `replaced`: the
 * money went back in another way, by a person's hand at Toss, and is counted there.
 */
export const REFUND_STATES = ['pending', 'needs-account', 'done', 'refused', 'replaced'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

const orderParams = z.strictObject({ orderId: idSchema });
const paymentParams = z.strictObject({ orderId: idSchema, tossOrderId: idSchema });

export const virtualAccountSchema = z.object({
  /** Toss's two digits. */
  bankCode: z.string(),
  bankName: z.string(),
  accountNumber: z.string(),
  holderName: z.string().nullable(),
  dueAtMs: momentMsSchema.nullable(),
});

/** The last attempt to pay as its buyer sees it. */
export const paymentSchema = z.object({
  tossOrderId: idSchema,
  state: z.enum(PAYMENT_STATES),
  amountKrw: amountKrwSchema,
  /** Toss's word, such as 카드. */
  method: z.string().nullable(),
  virtualAccount: virtualAccountSchema.nullable(),
  receiptUrl: z.string().nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
});

/** What the page needs to show the widget, before anything has been decided. */
export const getCheckout = endpoint({
  name: 'getCheckout',
  method: 'GET',
  path: '/orders/:orderId/checkout',
  auth: 'required',
  params: orderParams,
  reply: z.object({
    orderId: idSchema,
    orderName: z.string(),
    amountKrw: amountKrwSchema,
    clientKey: z.string(),
    /** Null for the SDK's own address. */
    widgetSrc: z.string().nullable(),
    /** True where a simulator stands in for Toss, and no money moves. */
    isSimulated: z.boolean(),
    customerKey: z.string(),
    payByMs: momentMsSchema,
    /** Toss's own limits for this amount, in Korean: what cannot be paid by which method, and why. */
    limits: z.array(z.string()),
    /** The address of the buyer's last order. */
    lastAddress: addressSchema.nullable(),
  }),
  refusals: ['UNAUTHENTICATED', 'ORDER_NOT_FOUND', 'ORDER_STATE'],
});

/** Makes an attempt; the page then asks the widget for payment under `tossOrderId`. */
export const startPayment = endpoint({
  name: 'startPayment',
  method: 'POST',
  path: '/orders/:orderId/payments',
  auth: 'required',
  status: 201,
  params: orderParams,
  body: z.strictObject({ address: addressSchema }),
  reply: z.object({
    tossOrderId: idSchema,
    orderName: z.string(),
    amountKrw: amountKrwSchema,
    customerName: z.string(),
  }),
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'ORDER_NOT_FOUND',
    'ORDER_STATE',
    'PAYMENT_UNDER_WAY',
    'AMOUNT_NOT_PAYABLE',
  ],
});

export const CONFIRM_OUTCOMES = ['paid', 'awaiting_deposit', 'checking', 'declined'] as const;

/**
 * What the page asks when Toss has sent the buyer back. `checking`: whether money moved is not known yet,
 * and finds itself. Asked twice, the same attempt gets the same answer and is charged once.
 */
export const confirmPayment = endpoint({
  name: 'confirmPayment',
  method: 'POST',
  path: '/orders/:orderId/payments/:tossOrderId/confirm',
  auth: 'required',
  params: paymentParams,
  body: z.strictObject({
    paymentKey: z
      .string()
      .min(1)
      .max(PAYMENT_KEY_MAX_CHARS)
      // Dots alone would lead the look-up by it to another address of Toss.
      .regex(/^(?!\.{1,2}$)[\x21-\x7e]+$/, '결제 번호가 잘못됐어요.'),
    /** As it stands in the address that Toss sent the buyer to; compared, never charged. */
    amountKrw: amountKrwSchema,
  }),
  reply: z.object({ outcome: z.enum(CONFIRM_OUTCOMES), payment: paymentSchema }),
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'ORDER_NOT_FOUND',
    'PAYMENT_NOT_FOUND',
    'PAYMENT_AMOUNT_CHANGED',
    'PAYMENT_UNDER_WAY',
    'ORDER_STATE',
    'UNAVAILABLE',
  ],
});

/**
 * Gives up the account that an order waits for a deposit at, so that its buyer can pay in another way.
 * `paid`: the money came first. UNAVAILABLE: Toss has not closed it, and it may be asked again.
 */
export const giveUpAccount = endpoint({
  name: 'giveUpAccount',
  method: 'POST',
  path: '/orders/:orderId/payments/:tossOrderId/give-up',
  auth: 'required',
  params: paymentParams,
  reply: z.object({ outcome: z.enum(CONFIRM_OUTCOMES), payment: paymentSchema }),
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'ORDER_NOT_FOUND',
    'PAYMENT_NOT_FOUND',
    'UNAVAILABLE',
  ],
});

/** Where a deposit is to go back to. */
export const giveRefundAccount = endpoint({
  name: 'giveRefundAccount',
  method: 'POST',
  path: '/orders/:orderId/refund-account',
  auth: 'required',
  status: 204,
  params: orderParams,
  body: bankAccountSchema,
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'ORDER_NOT_FOUND', 'ORDER_STATE'],
});
