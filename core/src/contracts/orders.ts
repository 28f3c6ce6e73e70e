import { z } from 'zod';
import { ORDER_ACTORS, ORDER_MOVES, ORDER_STATES } from '../rules/order-states.ts';
import { addressSchema } from './addresses.ts';
import { auctionSchema } from './auctions.ts';
import { endpoint } from './endpoint.ts';
import { amountKrwSchema, idSchema, momentMsSchema, pageOf, pageQuery } from './fields.ts';
import { wordsSchema } from './fields.ts';
import { paymentSchema, REFUND_CAUSES, REFUND_STATES } from './payments.ts';

const REASON_MAX_CHARS = 500;
const TRACKING_MAX_CHARS = 40;

/** Who carries a thing, by a short name of our own; `direct` is handed over in person. */
export const CARRIERS = {
  cj: 'CJ대한통운',
  post: '우체국택배',
  hanjin: '한진택배',
  lotte: '롯데택배',
  logen: '로젠택배',
  kdexp: '경동택배',
  direct: '직접 전달',
} as const;
export type Carrier = keyof typeof CARRIERS;
const CARRIER_NAMES = Object.keys(CARRIERS) as [Carrier, ...Carrier[]];

const orderFields = {
  orderId: idSchema,
  orderState: z.enum(ORDER_STATES),
  /** The price; with the premium it is `totalKrw`. */
  amountKrw: amountKrwSchema,
  totalKrw: amountKrwSchema,
  payByMs: momentMsSchema,
};

/** Of an auction that somebody sells: its order, once it was sold, and whether it may be listed again. */
const saleFields = {
  ...z.object(orderFields).partial().shape,
  isRelistable: z.boolean(),
  /** The auction that lists it again, once there is one. */
  relistedAs: idSchema.nullable(),
  /** Of what is paid for: until when it has to be sent, as the buyer may cancel from then on. */
  shipByMs: momentMsSchema.nullable(),
};

export const listMySales = endpoint({
  name: 'listMySales',
  method: 'GET',
  path: '/users/me/sales',
  auth: 'required',
  query: z.strictObject(pageQuery),
  reply: pageOf(auctionSchema.extend(saleFields)),
  refusals: ['UNAUTHENTICATED'],
});

export const listMyWins = endpoint({
  name: 'listMyWins',
  method: 'GET',
  path: '/users/me/wins',
  auth: 'required',
  query: z.strictObject(pageQuery),
  reply: pageOf(auctionSchema.extend(orderFields)),
  refusals: ['UNAUTHENTICATED'],
});

/** An order as one of its parties, or an operator, sees it. */
export const orderSchema = z.object({
  ...orderFields,
  auctionId: idSchema,
  title: z.string(),
  imageUrl: z.string().nullable(),
  role: z.enum(['buyer', 'seller', 'operator']),
  /** The other party; both for an operator. */
  buyerNickname: z.string(),
  sellerNickname: z.string(),
  premiumKrw: z.int(),
  /** For the seller and operators only: what we keep, and what the seller gets. */
  feeKrw: z.int().optional(),
  proceedsKrw: z.int().optional(),
  /** What of the payment that the order stands on went back to the buyer so far. */
  refundedKrw: z.int(),
  createdAtMs: momentMsSchema,
  stateAtMs: momentMsSchema,
  /** The buyer's always, the seller's once it is paid for. */
  address: addressSchema.nullable(),
  shipment: z
    .object({
      carrier: z.enum(CARRIER_NAMES),
      trackingNumber: z.string().nullable(),
      shippedAtMs: momentMsSchema,
    })
    .nullable(),
  deadlines: z.object({
    /** From then on the buyer may cancel what was not shipped; null when it does not apply. */
    cancelFromMs: momentMsSchema.nullable(),
    /** Then it is refunded by itself. */
    refundAtMs: momentMsSchema.nullable(),
    /** Then it is taken for delivered. */
    deliveredAtMs: momentMsSchema.nullable(),
    /** Then 구매확정 happens by itself. */
    receivedAtMs: momentMsSchema.nullable(),
  }),
  /** The moves this viewer may make now. */
  may: z.array(z.enum(ORDER_MOVES)),
  /** Whether its payment goes no further until an operator has looked at it. */
  stuck: z.boolean(),
  /** The last attempt; null before any, and for the seller. */
  payment: paymentSchema.nullable(),
  refunds: z.array(
    z.object({
      refundId: idSchema,
      amountKrw: amountKrwSchema,
      cause: z.enum(REFUND_CAUSES),
      /** Of money that came beside that payment, for nothing. */
      isStray: z.boolean(),
      /** One that was replaced is not shown: what took its place is. */
      state: z.enum(REFUND_STATES).exclude(['replaced']),
      createdAtMs: momentMsSchema,
      doneAtMs: momentMsSchema.nullable(),
    }),
  ),
  history: z.array(
    z.object({
      /** A move of the table, or what else happened. */
      event: z.string(),
      orderState: z.enum(ORDER_STATES),
      by: z.enum(ORDER_ACTORS),
      reason: z.string().nullable(),
      happenedAtMs: momentMsSchema,
    }),
  ),
});
export type Order = z.infer<typeof orderSchema>;

export const orderParams = z.strictObject({ orderId: idSchema });
export const reasonBody = z.strictObject({
  reason: wordsSchema(REASON_MAX_CHARS, '이유를 적어 주세요.'),
});
const moveRefusals = [
  'UNAUTHENTICATED',
  'ORIGIN_NOT_ALLOWED',
  'ORDER_NOT_FOUND',
  'ORDER_STATE',
  'FORBIDDEN',
] as const;

export const getOrder = endpoint({
  name: 'getOrder',
  method: 'GET',
  path: '/orders/:orderId',
  auth: 'required',
  params: orderParams,
  reply: orderSchema,
  refusals: ['UNAUTHENTICATED', 'ORDER_NOT_FOUND'],
});

/** The seller has sent it; sent again while it is under way, carrier and number are put right. */
export const shipOrder = endpoint({
  name: 'shipOrder',
  method: 'POST',
  path: '/orders/:orderId/ship',
  auth: 'required',
  params: orderParams,
  body: z
    .strictObject({
      carrier: z.enum(CARRIER_NAMES),
      trackingNumber: z
        .string()
        .trim()
        .max(TRACKING_MAX_CHARS)
        .regex(/^[A-Za-z0-9-]+$/, '송장 번호는 숫자와 영문, -만 쓸 수 있어요.')
        .optional(),
    })
    .superRefine(({ carrier, trackingNumber }, context) => {
      if (carrier !== 'direct' && trackingNumber === undefined) {
        const message = '송장 번호를 적어 주세요.';
        context.addIssue({ code: 'custom', path: ['trackingNumber'], message });
      }
    }),
  reply: orderSchema,
  refusals: moveRefusals,
});

/** It has arrived; 구매확정 follows by itself seven days later. */
export const deliverOrder = endpoint({
  name: 'deliverOrder',
  method: 'POST',
  path: '/orders/:orderId/deliver',
  auth: 'required',
  params: orderParams,
  reply: orderSchema,
  refusals: [...moveRefusals, 'TOO_EARLY'],
});

/** 구매확정: the buyer is content, and the seller gets the money. */
export const receiveOrder = endpoint({
  name: 'receiveOrder',
  method: 'POST',
  path: '/orders/:orderId/receive',
  auth: 'required',
  params: orderParams,
  reply: orderSchema,
  refusals: moveRefusals,
});

/** The buyer, when it was not shipped in time; an operator at any time before. */
export const cancelOrder = endpoint({
  name: 'cancelOrder',
  method: 'POST',
  path: '/orders/:orderId/cancel',
  auth: 'required',
  params: orderParams,
  body: reasonBody,
  reply: orderSchema,
  refusals: [...moveRefusals, 'TOO_EARLY'],
});

/** Something is wrong with it: the seller's money waits for an operator. */
export const disputeOrder = endpoint({
  name: 'disputeOrder',
  method: 'POST',
  path: '/orders/:orderId/dispute',
  auth: 'required',
  params: orderParams,
  body: reasonBody,
  reply: orderSchema,
  refusals: moveRefusals,
});

/** An operator ends a dispute: all back, some back, or the money to the seller. */
export const endDispute = endpoint({
  name: 'endDispute',
  method: 'POST',
  path: '/orders/:orderId/end-dispute',
  auth: 'required',
  params: orderParams,
  body: z.discriminatedUnion('outcome', [
    reasonBody.extend({ outcome: z.literal('refund') }),
    reasonBody.extend({ outcome: z.literal('partial'), refundKrw: amountKrwSchema }),
    reasonBody.extend({ outcome: z.literal('release') }),
  ]),
  reply: orderSchema,
  refusals: [...moveRefusals, 'REFUND_TOO_LARGE'],
});

/** Orders of a state for operators, those that have stood so the longest first. */
export const listOrders = endpoint({
  name: 'listOrders',
  method: 'GET',
  path: '/operator/orders',
  auth: 'required',
  query: z.strictObject({ state: z.enum(ORDER_STATES).default('disputed'), ...pageQuery }),
  reply: pageOf(
    z.object({
      ...orderFields,
      auctionId: idSchema,
      title: z.string(),
      stateAtMs: momentMsSchema,
      buyerNickname: z.string(),
      sellerNickname: z.string(),
      /** What was said at the last move. */
      reason: z.string().nullable(),
    }),
  ),
  refusals: ['UNAUTHENTICATED', 'FORBIDDEN'],
});
