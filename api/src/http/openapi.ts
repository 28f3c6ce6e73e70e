import { z } from 'zod';
import { ENDPOINTS } from '@sagopalgo/core/contracts/all.ts';
import { noContent, nothing } from '@sagopalgo/core/contracts/endpoint.ts';
import type { Endpoint } from '@sagopalgo/core/contracts/endpoint.ts';
import { REFUSALS } from '@sagopalgo/core/contracts/errors.ts';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import type { RefusalCode } from '@sagopalgo/core/contracts/errors.ts';
import { declaredRefusals } from './declared-refusals.ts';

interface JsonObject {
  [name: string]: unknown;
}

/** The OpenAPI 3.1 description of everything that is declared, below `prefix`. */
export function describeApi(prefix: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const endpoint of ENDPOINTS) {
    const path = prefix + endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sagopalgo', version: '1' },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'access' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function operationOf(endpoint: Endpoint): JsonObject {
  const hasBody = endpoint.body !== nothing;
  return {
    operationId: endpoint.name,
    parameters: [
      ...parametersOf(endpoint.params, 'path'),
      ...parametersOf(endpoint.query, 'query'),
    ],
    ...(hasBody && {
      requestBody: { required: true, content: json(schemaOf(endpoint.body, 'input')) },
    }),
    responses: { [endpoint.status]: replyOf(endpoint), ...refusalsOf(endpoint) },
    ...(endpoint.auth !== 'none' && { security: securityOf(endpoint) }),
  };
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): JsonObject[] {
  const { properties, required } = schemaOf(schema, 'input');
  const needed = Array.isArray(required) ? required : [];
  return Object.entries((properties ?? {}) as JsonObject).map(([name, described]) => ({
    name,
    in: place,
    required: place === 'path' || needed.includes(name),
    schema: described,
  }));
}

function replyOf(endpoint: Endpoint): JsonObject {
  if (endpoint.reply === noContent) return { description: 'done' };
  return { description: 'the answer', content: json(schemaOf(endpoint.reply, 'output')) };
}

function refusalsOf(endpoint: Endpoint): JsonObject {
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of declaredRefusals(endpoint)) {
    const { status } = REFUSALS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  };
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, { description: codes.join(', '), content }]),
  );
}

function securityOf(endpoint: Endpoint): JsonObject[] {
  const ways = [{ cookie: [] }, { bearer: [] }];
  return endpoint.auth === 'optional' ? [{}, ...ways] : ways;
}

function json(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  // OpenAPI 3.1 names the dialect once, for the whole description.
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return described;
}
