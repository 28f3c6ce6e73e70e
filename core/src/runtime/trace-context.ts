import { randomUUID } from 'node:crypto';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
/** `Root=1-` and a moment and a number, which AWS hands to what it runs. */
const XRAY_ROOT = /(?:^|;)Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)/;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);
const PACKED = /^([A-Za-z0-9_-]{22})(?:\.([A-Za-z0-9_-]{11}))?(?:\|([A-Za-z0-9_-]{1,64}))?$/;

/** What is done for one request, by whatever process, says this of itself in every log line. */
export interface RequestContext {
  requestId: string;
  /** W3C's: 32 hex digits, the same from the browser to the record. */
  traceId: string;
}

/** Where a span hangs in its trace. */
export interface SpanPlace {
  traceId: string;
  spanId: string;
}

/** What W3C's `traceparent` says; null for none and for one that is not as it should be. */
export function readTraceparent(header: unknown): SpanPlace | null {
  if (typeof header !== 'string') return null;
  const [, traceId = NO_TRACE, spanId = NO_SPAN] = TRACEPARENT.exec(header) ?? [];
  return traceId === NO_TRACE || spanId === NO_SPAN ? null : { traceId, spanId };
}

/** The trace that AWS has given something; null where it says none. */
export function readXrayTrace(header: string | undefined): string | null {
  const [, moment, number] = XRAY_ROOT.exec(header ?? '') ?? [];
  return moment && number ? moment + number : null;
}

/** A context of its own, for what nobody has named. */
export function newContext(): RequestContext {
  const requestId = randomUUID();
  return { requestId, traceId: hexOf(requestId) };
}

/** The context of what is named by its request's id alone. */
export function contextNamed(requestId: string): RequestContext {
  return { requestId, traceId: traceIdOf(requestId) ?? hexOf(randomUUID()) };
}

/** A UUID as a trace's id; null for anything else. */
export function traceIdOf(uuid: string): string | null {
  const hex = hexOf(uuid).toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex) && hex !== NO_TRACE ? hex : null;
}

/**
 * A context in as few characters as it takes, to go along with a bid: 22 of the trace's id, the span that
 * others hang below where there is one, and the request's id where it is not the trace's as a UUID.
 */
export function packContext({ requestId, traceId }: RequestContext, spanId?: string): string {
  const span = spanId === undefined ? '' : `.${Buffer.from(spanId, 'hex').toString('base64url')}`;
  const request = requestId === uuidOf(traceId) ? '' : `|${requestId}`;
  return Buffer.from(traceId, 'hex').toString('base64url') + span + request;
}

/** What was packed; null for what never was. */
export function unpackContext(packed: string): (RequestContext & { spanId: string | null }) | null {
  const [, trace, span, requestId] = PACKED.exec(packed) ?? [];
  if (trace === undefined) return null;
  const traceId = Buffer.from(trace, 'base64url').toString('hex');
  const spanId = span === undefined ? null : Buffer.from(span, 'base64url').toString('hex');
  return { requestId: requestId ?? uuidOf(traceId), traceId, spanId };
}

function hexOf(uuid: string): string {
  return uuid.replaceAll('-', '');
}

function uuidOf(traceId: string): string {
  return traceId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
