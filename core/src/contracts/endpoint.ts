import { z } from 'zod';
import type { RefusalCode } from './errors.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Who may call: anybody, anybody but answered more fully when signed in, or signed-in people only. */
export type Auth = 'none' | 'optional' | 'required';

/** One HTTP call, written once: api binds it, web calls it, OpenAPI is generated from it. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  name: string;
  method: Method;
  /** Below `/api/v1`, parameters as `:auctionId`. */
  path: string;
  auth: Auth;
  status: number;
  params: Params;
  query: Query;
  body: Body;
  reply: Reply;
  /** The codes special to this call; INVALID_REQUEST, RATE_LIMITED and the like go without saying. */
  refusals: readonly RefusalCode[];
}

/** Nothing is expected, and nothing is accepted. */
export const nothing = z.strictObject({});

/** The reply of a call that answers 204. */
export const noContent = z.undefined();

/** Declares a call; what is left out expects nothing and answers 200. */
export function endpoint<
  Params extends z.ZodType = typeof nothing,
  Query extends z.ZodType = typeof nothing,
  Body extends z.ZodType = typeof nothing,
  Reply extends z.ZodType = typeof noContent,
>(
  declaration: Pick<Endpoint, 'name' | 'method' | 'path' | 'auth'> & {
    status?: number;
    params?: Params;
    query?: Query;
    body?: Body;
    reply?: Reply;
    refusals?: readonly RefusalCode[];
  },
): Endpoint<Params, Query, Body, Reply> {
  return {
    status: 200,
    params: nothing as unknown as Params,
    query: nothing as unknown as Query,
    body: nothing as unknown as Body,
    reply: noContent as unknown as Reply,
    refusals: [],
    ...declaration,
  };
}
