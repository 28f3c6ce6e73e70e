import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { RawAnswer } from './ask.ts';

/** A JSON Schema as the description of the api has it. */
export type Schema = { [keyword: string]: unknown };

export interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  schema: Schema;
}

/** One call as programs read of it at `/api/v1/openapi.json`. */
export interface Operation {
  name: string;
  method: string;
  path: string;
  parameters: readonly Parameter[];
  body: Schema | null;
  /** By status: the codes it may be refused with, or none for what was asked for. */
  answers: ReadonlyMap<number, { codes: readonly string[]; type: string | null; holds: Holds }>;
}

type Holds = ValidateFunction | null;

interface Described {
  operationId: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
}

interface Description {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: { Problem: Schema } };
}

const PROBLEM_TYPE = 'application/problem+json';
/** What would tell of our insides: a place in our files, a query, a driver's word. */
const INSIDES = /node_modules|\.ts:\d|\bat .+ \(|select .+ from|insert into|\bER_[A-Z]|ECONN/i;
/** What every answer says, whatever it is. */
const ALWAYS: Record<string, RegExp> = {
  'cache-control': /^no-store$/,
  'x-content-type-options': /^nosniff$/,
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'x-request-id': /^[\w-]{1,64}$/,
};

/** Every call of the description, with what it may be answered. */
export function operationsOf(description: unknown): Operation[] {
  const { paths, components } = description as Description;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const problem = ajv.compile(components.schemas.Problem);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const [body] = Object.values(described.requestBody?.content ?? {});
      const answers = Object.entries(described.responses).map(
        ([status, { description, content }]) => {
          const [type = null] = Object.keys(content ?? {});
          const isProblem = type === PROBLEM_TYPE;
          const schema = type === null ? null : (content?.[type]?.schema ?? null);
          const holds = isProblem ? problem : schema && ajv.compile(schema);
          const codes = isProblem ? description.split(', ') : [];
          return [Number(status), { codes, type, holds }] as const;
        },
      );
      return {
        name: described.operationId,
        method: method.toUpperCase(),
        path,
        parameters: described.parameters,
        body: body?.schema ?? null,
        answers: new Map(answers),
      };
    }),
  );
}

/** What of an answer the description does not allow, a sentence each. */
export function faultsOf(operation: Operation, answer: RawAnswer): string[] {
  const { status, headers, text } = answer;
  const declared = operation.answers.get(status);
  if (status >= 500 || !declared) return [`status ${status}: ${text.slice(0, 300)}`];
  const { codes, type, holds } = declared;
  const faults = faultsInHeaders(headers);
  const told = headers['content-type'] ?? null;
  const wanted = type === null ? null : `${type}; charset=utf-8`;
  if (told !== wanted) faults.push(`status ${status} is ${told}, not ${wanted}`);
  if (!holds) return text === '' ? faults : [...faults, `status ${status} says something`];
  const body: unknown = JSON.parse(text);
  if (!holds(body)) faults.push(`${status} is not as declared: ${JSON.stringify(holds.errors)}`);
  if (codes.length > 0) faults.push(...faultsInProblem(body as Told, codes, answer));
  return faults;
}

/** What must be true of any answer, of declared calls and others. */
export function faultsInHeaders(headers: RawAnswer['headers']): string[] {
  return Object.entries(ALWAYS)
    .filter(([name, wanted]) => !wanted.test(String(headers[name])))
    .map(([name]) => `${name} is ${String(headers[name])}`);
}

interface Told {
  status: number;
  code: string;
  requestId: string;
}

function faultsInProblem(
  told: Told,
  codes: readonly string[],
  { status, headers, text }: RawAnswer,
): string[] {
  const faults: string[] = [];
  if (!codes.includes(told.code)) faults.push(`${told.code} is not declared for ${status}`);
  if (told.status !== status) faults.push(`says ${told.status} and is ${status}`);
  if (told.requestId !== headers['x-request-id']) faults.push('has another request id');
  if (INSIDES.test(text)) faults.push(`tells of our insides: ${text.slice(0, 300)}`);
  return faults;
}
