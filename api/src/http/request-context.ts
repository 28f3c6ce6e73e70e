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

/** Headers that every answer has, as names and values. */
export type SharedHeaders = readonly (readonly [name: string, value: string])[];

/** A request's context as the api keeps it. */
class AskedContext implements RequestContext {
  /** Whoever asks has named the request or its trace. */
  readonly isNamed: boolean;
  /** The span that this request's own hangs below, and its own where there is one. */
  readonly parentSpanId: string | null;
  spanId: string | null = null;
  /** Names and values by turns that the answer has yet to say, with the id; null where it says them already. */
  readonly unsaid: readonly string[] | null;
  #requestId: string | null;
  #traceId: string | null;

  constructor(brought: string | null, trace: SpanPlace | null, unsaid: readonly string[] | null) {
    this.isNamed = brought !== null || trace !== null;
    this.parentSpanId = trace?.spanId ?? null;
    this.unsaid = unsaid;
    this.#requestId = brought;
    this.#traceId = trace?.traceId ?? null;
  }

  /** Made where it is asked for: a bid that nobody has named is known by its own. */
  get requestId(): string {
    this.#requestId ??= randomUUID();
    return this.#requestId;
  }

  /** Worked out where it is asked for: most requests leave no line in the log. */
  get traceId(): string {
    this.#traceId ??= contextNamed(this.requestId).traceId;
    return this.#traceId;
  }

  /** From here on it is known by another id, and by that id's trace. */
  rename(requestId: string): void {
    this.#requestId = requestId;
    this.#traceId = null;
  }
}

/**
 * Gives every request an id and a trace, its own when it brings fair ones (`x-request-id`, W3C's
 * `traceparent`), and answers with the id and with `headers`, which every answer has.
 */
export function requestContext(headers: SharedHeaders): RequestHandler {
  return (request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    const context = contextOf(request.headers, null);
    response.setHeader('x-request-id', context.requestId);
    withRequestContext(context, next);
  };
}

/** The same for what comes in rushes and is answered by `writeAnswer` alone, which says all that in one go. */
export function rushContext(headers: SharedHeaders): RequestHandler {
  const unsaid = headers.flat();
  return (request, _response, next) => withRequestContext(contextOf(request.headers, unsaid), next);
}

/** The headers that an answer has yet to say, names and values by turns; null where it says all of them already. */
export function unsaidHeaders(): string[] | null {
  const context = askedContext();
  if (context === null || context.unsaid === null) return null;
  return [...context.unsaid, 'x-request-id', context.requestId];
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
  if (context.unsaid === null) response.setHeader('x-request-id', bidId);
  return undefined;
}

function askedContext(): AskedContext | null {
  const context = currentContext();
  return context instanceof AskedContext ? context : null;
}

function contextOf(
  { 'x-request-id': brought, traceparent }: Record<string, string | string[] | undefined>,
  unsaid: readonly string[] | null,
): AskedContext {
  const isFair = typeof brought === 'string' && REQUEST_ID.test(brought);
  return new AskedContext(isFair ? brought : null, readTraceparent(traceparent), unsaid);
}
