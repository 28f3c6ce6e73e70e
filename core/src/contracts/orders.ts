import { z } from 'zod';
import { ORDER_STATES } from '../rules/order-states.ts';
import { auctionSchema } from './auctions.ts';
import { endpoint } from './endpoint.ts';
import { amountKrwSchema, idSchema, momentMsSchema, pageOf, pageQuery } from './fields.ts';

const orderFields = {
  orderId: idSchema,
  orderState: z.enum(ORDER_STATES),
  amountKrw: amountKrwSchema,
  payByMs: momentMsSchema,
};

export const listMySales = endpoint({
  name: 'listMySales',
  method: 'GET',
  path: '/users/me/sales',
  auth: 'required',
  query: z.strictObject(pageQuery),
  reply: pageOf(auctionSchema.extend(z.object(orderFields).partial().shape)),
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
