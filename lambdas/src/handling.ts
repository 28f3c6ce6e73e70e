import { withRequestContext } from '@sagopalgo/core/runtime/logger.ts';
import { contextNamed, newContext, readXrayTrace } from '@sagopalgo/core/runtime/trace-context.ts';
import type { RequestContext } from '@sagopalgo/core/runtime/trace-context.ts';
import { flushTracing, openTracing, startSpan } from '@sagopalgo/core/runtime/tracing.ts';
import { readTracingEndpoint } from './config.ts';

/** What Lambda says of a call beside its event, as far as it concerns us. */
interface CallContext {
  functionName?: string;
  awsRequestId?: string;
  xRayTraceId?: string;
}

/** A function as Lambda calls it. */
export type Handler = (event?: unknown, call?: CallContext) => Promise<void>;

/**
 * A function of ours for Lambda: every line that it writes carries the ids of the call, or of the event, and
 * its span is sent before it ends, as Lambda may freeze it then.
 */
export function handling(work: (event: unknown) => Promise<void>): Handler {
  return async (event, call = {}) => {
    const context = contextOf(event, call);
    await openTracing('lambdas', readTracingEndpoint());
    const { traceId } = context;
    const span = startSpan(call.functionName ?? 'lambda', { kind: 'server', traceId });
    let failed = true;
    try {
      await withRequestContext(context, () => work(event));
      failed = false;
    } finally {
      span?.end({}, failed);
      if (span) await flushTracing();
    }
  };
}

function contextOf(event: unknown, { awsRequestId, xRayTraceId }: CallContext): RequestContext {
  const name = awsRequestId ?? idOf(event);
  const context = name === undefined ? newContext() : contextNamed(name);
  return { ...context, traceId: readXrayTrace(xRayTraceId) ?? context.traceId };
}

function idOf(event: unknown): string | undefined {
  const hasId = typeof event === 'object' && event !== null && 'id' in event;
  return hasId && typeof event.id === 'string' ? event.id : undefined;
}
