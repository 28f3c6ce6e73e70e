import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';
import { z } from 'zod';

const attributesSchema = z.array(
  z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) }),
);
const sentSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: attributesSchema }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              startTimeUnixNano: z.coerce.bigint(),
              endTimeUnixNano: z.coerce.bigint(),
              attributes: attributesSchema,
            }),
          ),
        }),
      ),
    }),
  ),
});

/** A span as a collector is sent it. */
export interface SentSpan {
  room: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string | undefined;
  tookNs: bigint;
  facts: Record<string, unknown>;
}

/** What stands in for a collector: takes spans by OTLP over HTTP. */
export interface OtlpDesk {
  url: string;
  spans: SentSpan[];
  close: () => Promise<void>;
}

export async function openOtlpDesk(): Promise<OtlpDesk> {
  const spans: SentSpan[] = [];
  const server = createServer((request, response) => {
    void json(request).then((sent) => {
      if (request.url === '/v1/traces') spans.push(...spansIn(sent));
      else response.statusCode = 404;
      response.setHeader('content-type', 'application/json');
      return response.end('{}');
    });
  });
  const port = await listen(server, '127.0.0.1', 0);
  const url = `http://127.0.0.1:${port}`;
  return { url, spans, close: () => closeServer(server) };
}

function spansIn(sent: unknown): SentSpan[] {
  return sentSchema.parse(sent).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const { 'service.name': room } = factsOf(resource.attributes);
    return scopeSpans.flatMap((scope) =>
      scope.spans.map(({ startTimeUnixNano, endTimeUnixNano, attributes, ...span }) => ({
        ...span,
        room: String(room),
        tookNs: endTimeUnixNano - startTimeUnixNano,
        facts: factsOf(attributes),
      })),
    );
  });
}

function factsOf(attributes: z.infer<typeof attributesSchema>): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
