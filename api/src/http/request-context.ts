import type { RequestHandler, Response } from 'express';
import { currentContext, withRequestContext } from '@sagopalgo/core/runtime/logger.ts';
import {
  contextNamed,
  newContext,
  packContext,
  readTraceparent,
  traceIdOf,
} from '@sagopalgo/core/runtime/trace-context.ts';
import type { RequestContext } from '@sagopalgo/core/runtime/trace-context.ts';
import { startSpan } from '@sagopalgo/core/runtime/tracing.ts';
import type { OpenSpan } from '@sagopalgo/core/runtime/tracing.ts';

const REQUEST_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** A request's context as the api keeps it. */
interface AskedContext extends RequestContext {
  /** Whoever asks has named the request or its trace. */
  isNamed: boolean;
  /** The span that this request's own hangs below, and its own where there is one. */
  parentSpanId?: string;
  spanId?: string;
}

/**
 * Gives every request an id and a trace, its own when it brings fair ones (`x-request-id`, W3C's
 * `traceparent`), and answers with the id and with `headers`, which every answer has.
 */
export function requestContext(
  headers: readonly (readonly [name: string, value: string])[],
): RequestHandler {
  return (request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    const context = contextOf(request.headers);
    response.setHeader('x-request-id', context.requestId);
    withRequestContext(context, next);
  };
}

/** Begins the span of the request under way; null where nobody is told of any. */
export function startRequestSpan(name: string): OpenSpan | null {
  const context = currentContext() as AskedContext | undefined;
  if (context === undefined) return null;
  const { traceId, parentSpanId = null } = context;
  const span = startSpan(name, { kind: 'server', traceId, parentSpanId });
  if (span) context.spanId = span.spanId;
  return span;
}

/** Begins a span of what a request waits for; null where nobody is told of any. */
export function startStep(name: string): OpenSpan | null {
  const context = currentContext() as AskedContext | undefined;
  if (context?.spanId === undefined) return null;
  const { traceId, spanId: parentSpanId } = context;
  return startSpan(name, { kind: 'client', traceId, parentSpanId });
}

/**
 * What a bid's request is known by to whoever hears of the bid; undefined where that is its bidId. So it is
 * where nobody has named the request: one click has one id then, however often it is sent, and the log in
 * Redis need not keep another.
 */
export function traceOfBid(bidId: string, response: Response): string | undefined {
  const context = currentContext() as AskedContext | undefined;
  if (context === undefined) return undefined;
  if (context.isNamed || context.spanId) return packContext(context, context.spanId);
  context.requestId = bidId;
  context.traceId = traceIdOf(bidId) ?? context.traceId;
  response.setHeader('x-request-id', bidId);
  return undefined;
}

function contextOf({
  'x-request-id': brought,
  traceparent,
}: Record<string, string | string[] | undefined>): AskedContext {
  const trace = readTraceparent(traceparent);
  const isFair = typeof brought === 'string' && REQUEST_ID.test(brought);
  if (trace === null && !isFair) return { ...newContext(), isNamed: false };
  const named = isFair ? contextNamed(brought) : newContext();
  if (trace === null) return { ...named, isNamed: true };
  return { ...named, traceId: trace.traceId, parentSpanId: trace.spanId, isNamed: true };
}
