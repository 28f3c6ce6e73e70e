import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { momentMsSchema } from './fields.ts';
import { orderParams } from './orders.ts';
import { maybeWrittenSchema } from './written-words.ts';

export const STARS_MAX = 5;
export const RATING_MAX_CHARS = 300;

const starsSchema = z.int().min(1).max(STARS_MAX);
const givenSchema = z.object({ stars: starsSchema, text: z.string(), ratedAtMs: momentMsSchema });

/** What the parties of an order said of each other, as one of them may see it; an operator sees neither. */
export const orderRatingsSchema = z.object({
  /** From 구매확정 until then either may rate; null where nobody can yet. */
  untilMs: momentMsSchema.nullable(),
  /** Whether the reader may rate now. */
  mayRate: z.boolean(),
  /** The reader's own; null before. */
  own: givenSchema.nullable(),
  /** The other party's; null until both have rated, or nobody can any more. */
  theirs: givenSchema.nullable(),
});
export type OrderRatings = z.infer<typeof orderRatingsSchema>;

/** Rates the other party, once: the same again is answered alike, and nothing is changed afterwards. */
export const rateOrder = endpoint({
  name: 'rateOrder',
  method: 'POST',
  path: '/orders/:orderId/rating',
  auth: 'required',
  status: 201,
  params: orderParams,
  body: z.strictObject({ stars: starsSchema, text: maybeWrittenSchema(RATING_MAX_CHARS) }),
  reply: orderRatingsSchema,
  refusals: [
    ...(['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'FORBIDDEN', 'ORDER_NOT_FOUND'] as const),
    ...(['ORDER_STATE', 'ALREADY_RATED', 'RATING_OVER'] as const),
  ],
});

export const getOrderRatings = endpoint({
  name: 'getOrderRatings',
  method: 'GET',
  path: '/orders/:orderId/ratings',
  auth: 'required',
  params: orderParams,
  reply: orderRatingsSchema,
  refusals: ['UNAUTHENTICATED', 'ORDER_NOT_FOUND'],
});
