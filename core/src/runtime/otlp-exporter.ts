import { randomBytes } from 'node:crypto';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { IdGenerator } from '@opentelemetry/sdk-trace-base';
import type { NewSpan, OpenSpan, SpanExporter } from './tracing.ts';

const SEND_EVERY_MS = 2_000;
const SEND_WITHIN_MS = 5_000;
/** What comes faster than it can be sent is left out: a span is never waited for. */
const WAITING_MAX = 2_048;
const SPAN_BYTES = 8;

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const satisfies Record<NewSpan['kind'], SpanKind>;

/** Sends spans to the collector at `endpoint`, below which its path for traces is. */
export function exportByOtlp(room: string, endpoint: string): SpanExporter {
  const ids = new GivenIds();
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const otlp = new OTLPTraceExporter({ url, timeoutMillis: SEND_WITHIN_MS });
  const processor = new BatchSpanProcessor(otlp, {
    scheduledDelayMillis: SEND_EVERY_MS,
    exportTimeoutMillis: SEND_WITHIN_MS,
    maxQueueSize: WAITING_MAX,
  });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': room,
      'service.namespace': 'sagopalgo',
    }),
    idGenerator: ids,
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('sagopalgo');
  return {
    start: (name, { kind, traceId, parentSpanId, startMs }) => {
      ids.nextTraceId = traceId;
      const options = { kind: KINDS[kind], ...(startMs !== undefined && { startTime: startMs }) };
      const span = tracer.startSpan(name, options, below(traceId, parentSpanId));
      const end: OpenSpan['end'] = (facts = {}, failed = false) => {
        span.setAttributes(facts);
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      };
      return { traceId, spanId: span.spanContext().spanId, end };
    },
    flush: () => provider.forceFlush(),
    end: () => provider.shutdown(),
  };
}

function below(traceId: string, parentSpanId: string | null | undefined): Context {
  if (!parentSpanId) return ROOT_CONTEXT;
  const parent = { traceId, spanId: parentSpanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

/** A trace has the id that it had before there was any span of it. */
class GivenIds implements IdGenerator {
  nextTraceId = '';

  generateTraceId(): string {
    return this.nextTraceId;
  }

  generateSpanId(): string {
    return randomBytes(SPAN_BYTES).toString('hex');
  }
}
