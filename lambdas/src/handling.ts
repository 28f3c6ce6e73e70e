import { withRequestContext } from '@sagopalgo/core/runtime/logger.ts';
import { contextNamed, newContext, readXrayTrace } from '@sagopalgo/core/runtime/trace-context.ts';
import type { RequestContext } from '@sagopalgo/core/runtime/trace-context.ts';

/** What Lambda says of a call beside its event, as far as it concerns us. */
interface CallContext {
  awsRequestId?: string;
  xRayTraceId?: string;
}

/** A function as Lambda calls it. */
export type Handler = (event?: unknown, call?: CallContext) => Promise<void>;

/** A function of ours for Lambda: every line that it writes carries the ids of the call, or of the event. */
export function handling(work: (event: unknown) => Promise<void>): Handler {
  return (event, call) => withRequestContext(contextOf(event, call), () => work(event));
}

function contextOf(
  event: unknown,
  { awsRequestId, xRayTraceId }: CallContext = {},
): RequestContext {
  const name = awsRequestId ?? idOf(event);
  const context = name === undefined ? newContext() : contextNamed(name);
  return { ...context, traceId: readXrayTrace(xRayTraceId) ?? context.traceId };
}

function idOf(event: unknown): string | undefined {
  const hasId = typeof event === 'object' && event !== null && 'id' in event;
  return hasId && typeof event.id === 'string' ? event.id : undefined;
}
