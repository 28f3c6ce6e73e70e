import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { currentContext, withRequestContext } from '@sagopalgo/core/runtime/logger.ts';
import {
  contextNamed,
  packContext,
  readTraceparent,
} from '@sagopalgo/core/runtime/trace-context.ts';
import type { RequestContext, SpanPlace } from '@sagopalgo/core/runtime/trace-context.ts';
import { isTracing, startSpan } from '@sagopalgo/core/runtime/tracing.ts';
import type { OpenSpan } from '@sagopalgo/core/runtime/tracing.ts';

const REQUEST_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** A request's context as the api keeps it. */
class AskedContext implements RequestContext {
  requestId: string;
  /** Whoever asks has named the request or its trace. */
  readonly isNamed: boolean;
  /** The span that this request's own hangs below, and its own where there is one. */
  readonly parentSpanId: string | null;
  spanId: string | null = null;
  #traceId: string | null;

  constructor(requestId: string, isNamed: boolean, trace: SpanPlace | null) {
    this.requestId = requestId;
    this.isNamed = isNamed;
    this.#traceId = trace?.traceId ?? null;
    this.parentSpanId = trace?.spanId ?? null;
  }

  /** Worked out where it is asked for: most requests leave no line in the log. */
  get traceId(): string {
    this.#traceId ??= contextNamed(this.requestId).traceId;
    return this.#traceId;
  }

  /** From here on it is known by another id, and by that id's trace. */
  rename(requestId: string): void {
    this.requestId = requestId;
    this.#traceId = null;
  }
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
  const context = askedContext();
  if (context === null || !isTracing()) return null;
  const { traceId, parentSpanId } = context;
  const span = startSpan(name, { kind: 'server', traceId, parentSpanId });
  if (span) context.spanId = span.spanId;
  return span;
}

/** Begins a span of what a request waits for; null where nobody is told of any. */
export function startStep(name: string): OpenSpan | null {
  const context = askedContext();
  if (context === null || context.spanId === null) return null;
  const { traceId, spanId: parentSpanId } = context;
  return startSpan(name, { kind: 'client', traceId, parentSpanId });
}

/**
 * What a bid's request is known by to whoever hears of the bid; undefined where that is its bidId. So it is
 * where nobody has named the request: one click has one id then, however often it is sent, and the log in
 * Redis need not keep another.
 */
export function traceOfBid(bidId: string, response: Response): string | undefined {
  const context = askedContext();
  if (context === null) return undefined;
  if (context.isNamed || context.spanId !== null) {
    return packContext(context, context.spanId ?? undefined);
  }
  context.rename(bidId);
  response.setHeader('x-request-id', bidId);
  return undefined;
}

function askedContext(): AskedContext | null {
  const context = currentContext();
  return context instanceof AskedContext ? context : null;
}

function contextOf({
  'x-request-id': brought,
  traceparent,
}: Record<string, string | string[] | undefined>): AskedContext {
  const trace = readTraceparent(traceparent);
  const isFair = typeof brought === 'string' && REQUEST_ID.test(brought);
  return new AskedContext(isFair ? brought : randomUUID(), isFair || trace !== null, trace);
}
