import * as fc from 'fast-check';
import type { Schema } from './described-api.ts';

const ITEMS_MAX = 5;
const DEPTH_MAX = 6;
const CHARS_MAX = 200;
/** Texts cannot be made from these; what they rule out is made as well. */
const LOOKAHEAD = /\(\?[!=][^()]*\)/g;

/** Values that are of the form a schema asks for; what only its code can say may still be wrong. */
export function arbitraryOf(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (depth > DEPTH_MAX) return fc.constant(null);
  const options = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (options) return fc.oneof(...options.map((option) => arbitraryOf(option, depth + 1)));
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  switch (schema['type']) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return integerOf(schema);
    case 'number':
      return fc.double();
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return arrayOf(schema, depth);
    case 'object':
      return objectOf(schema, depth);
    default:
      return fc.jsonValue();
  }
}

function textOf(schema: Schema): fc.Arbitrary<string> {
  const { pattern, minLength = 0, maxLength = CHARS_MAX } = schema;
  if (typeof pattern === 'string') {
    return fc.stringMatching(new RegExp(pattern.replaceAll(LOOKAHEAD, '')));
  }
  return fc.string({
    unit: 'grapheme',
    minLength: Number(minLength),
    maxLength: Math.min(Number(maxLength), CHARS_MAX),
  });
}

function integerOf({ minimum, maximum }: Schema): fc.Arbitrary<number> {
  const min = typeof minimum === 'number' ? minimum : Number.MIN_SAFE_INTEGER;
  const max = typeof maximum === 'number' ? maximum : Number.MAX_SAFE_INTEGER;
  const near = fc.constantFrom(min, max);
  return fc.oneof(fc.maxSafeInteger(), near).map((number) => Math.min(Math.max(number, min), max));
}

function arrayOf(schema: Schema, depth: number): fc.Arbitrary<unknown[]> {
  const { prefixItems, items, minItems = 0, maxItems = ITEMS_MAX } = schema;
  if (Array.isArray(prefixItems)) {
    return fc.tuple(...(prefixItems as Schema[]).map((item) => arbitraryOf(item, depth + 1)));
  }
  return fc.array(arbitraryOf((items ?? {}) as Schema, depth + 1), {
    minLength: Number(minItems),
    maxLength: Math.max(Number(minItems), Math.min(Number(maxItems), ITEMS_MAX)),
  });
}

function objectOf(schema: Schema, depth: number): fc.Arbitrary<object> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  const requiredKeys = (schema['required'] ?? []) as string[];
  return fc.record(
    Object.fromEntries(properties.map(([name, each]) => [name, arbitraryOf(each, depth + 1)])),
    { requiredKeys },
  );
}
