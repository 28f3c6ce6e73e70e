import type { SpanPlace } from './trace-context.ts';

/** What a span says beside its name and its times. */
export type SpanFacts = Record<string, string | number | boolean>;

/** What begins with a span; without `startMs` (UTC milliseconds) it begins now, without a parent its trace does. */
export interface NewSpan {
  kind: 'server' | 'client' | 'consumer' | 'internal';
  traceId: string;
  parentSpanId?: string | null;
  startMs?: number;
}

/** A span under way. */
export interface OpenSpan extends SpanPlace {
  /** `failed` where what it stands for did not come to what it should. */
  end(facts?: SpanFacts, failed?: boolean): void;
}

/** Where spans go to. */
export interface SpanExporter {
  start(name: string, span: NewSpan): OpenSpan;
  /** Sends what waits. */
  flush(): Promise<void>;
  end(): Promise<void>;
}

/** A collector that hangs holds up whoever sends before it goes on for so long at most. */
const FLUSH_WITHIN_MS = 1_500;

let exporter: SpanExporter | null = null;

/**
 * Has this process send its spans to an OpenTelemetry collector, by OTLP over HTTP. Where none is named
 * nothing of it is loaded, and a span costs a look at a variable. Harmless when repeated.
 */
export async function openTracing(room: string, endpoint: string | undefined): Promise<void> {
  if (endpoint === undefined || exporter !== null) return;
  const { exportByOtlp } = await import('./otlp-exporter.ts');
  exporter ??= exportByOtlp(room, endpoint);
}

/** Whether anybody is told of spans. */
export function isTracing(): boolean {
  return exporter !== null;
}

/** Begins a span; null where nobody is told of any. */
export function startSpan(name: string, span: NewSpan): OpenSpan | null {
  return exporter === null ? null : exporter.start(name, span);
}

/**
 * Sends what waits, for a process that may be frozen at any time. A collector that is away is no failure of ours, and
 * one that hangs is waited for a moment only.
 */
export async function flushTracing(): Promise<void> {
  if (exporter === null) return;
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, FLUSH_WITHIN_MS);
  await Promise.race([exporter.flush().catch(() => undefined), late.promise]);
  clearTimeout(timer);
}

/** Sends what waits, and nothing more. */
export async function endTracing(): Promise<void> {
  const ending = exporter;
  exporter = null;
  await ending?.end().catch(() => undefined);
}
