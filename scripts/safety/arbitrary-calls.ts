import * as fc from 'fast-check';
import { arbitraryOf } from './arbitrary-values.ts';
import type { RawCall } from './ask.ts';
import type { Operation } from './described-api.ts';
import { asJson, hostileBytes, hostileKey, hostileText, hostileTypes } from './hostile-values.ts';
import { hostileValue } from './hostile-values.ts';
import type { Thing } from './things.ts';

/** What calls are made of. */
export interface Ingredients {
  /** Things that are there, and what would be sent about them. */
  things: readonly Thing[];
  /** Ids of every kind, so that one is taken for another. */
  ids: readonly string[];
  /** Places in lists that were told. */
  cursors: readonly string[];
  /** A body that the call would take, or null. */
  body: object | null;
  /** Headers that say who calls: those who may, everybody else, and those who only claim to be somebody. */
  callers: Record<'right' | 'others' | 'false', readonly Record<string, string>[]>;
}

/** A segment of a path that another call has. */
const OTHERS_NAMES = ['today', 'me'];
/** One in so many is odd. */
const RARELY = 8;
const FIELDS_MAX = 20;
const CURSOR_MAX_CHARS = 600;
/** What the form of a field does not tell. */
const KNOWN_QUERIES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  limit: fc.integer({ min: 1, max: 40 }),
  endingWithinHours: fc.integer({ min: 1, max: 720 }),
  q: fc.oneof(fc.constantFrom('시계', '시', 'ㅅㄱ', 'tlrP', 'm6', '설명 시험'), hostileText),
};

/** Calls of one operation, from those it should take to those that nobody should make. */
export function callsOf(operation: Operation, given: Ingredients): fc.Arbitrary<RawCall> {
  const { method } = operation;
  return fc
    .record({
      path: pathOf(operation, given),
      query: queryOf(operation, given),
      caller: often(
        often(fc.constantFrom(...given.callers.right), fc.constantFrom(...given.callers.others), 2),
        fc.constantFrom(...given.callers.false),
      ),
      odd: often(fc.constant({}), oddHeader),
      types: hostileTypes,
      body: bodyOf(operation, given),
    })
    .map(({ path, query, caller, odd, types, body }) => {
      const isSent = method !== 'GET' && body !== null;
      return {
        ...{ method, path: path + query },
        headers: { ...(isSent && types), ...odd, ...caller },
        ...(isSent && { body }),
      };
    });
}

function pathOf({ path, parameters }: Operation, { things, ids }: Ingredients) {
  const named = parameters.filter((each) => each.in === 'path');
  const strange = fc
    .oneof(fc.constantFrom(...ids), hostileText, ...named.map((each) => arbitraryOf(each.schema)))
    .map(String)
    .filter((text) => text !== '' && !OTHERS_NAMES.includes(text))
    .map(encoded);
  const right = fc.constantFrom(...things).map(
    ({ params }) =>
      (name: string) =>
        params[name],
  );
  const wrong = fc
    .record(Object.fromEntries(named.map(({ name }) => [name, strange])))
    .map((params) => (name: string) => params[name]);
  return often(right, wrong).map((paramOf) =>
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => paramOf(name) ?? 'none'),
  );
}

function queryOf({ parameters }: Operation, { cursors }: Ingredients): fc.Arbitrary<string> {
  const asked = parameters.filter((each) => each.in === 'query');
  const pairs = asked.map(({ name, schema, required }) => {
    const known = name === 'cursor' ? cursorOf(cursors) : KNOWN_QUERIES[name];
    const value = often(known ?? arbitraryOf(schema), fc.oneof(arbitraryOf(schema), hostileText));
    const pair = value.map((each) => `${name}=${encoded(String(each))}`);
    return required ? pair : fc.oneof(fc.constant(''), pair);
  });
  const stray = fc.tuple(hostileKey, hostileText).map((pair) => pair.map(encoded).join('='));
  const odd = fc.oneof(
    stray,
    fc.constantFrom('limit=1&limit=2', 'q[]=1', 'q[a]=b', '%', '&&=', 'a=%zz'),
  );
  return fc
    .tuple(fc.tuple(...pairs), often(fc.constant(''), odd))
    .map(([given, added]) => [...given, added].filter((part) => part !== '').join('&'))
    .map((query) => (query === '' ? '' : `?${query}`));
}

/** A place that was told in some list, or one that somebody has changed a part of. */
function cursorOf(cursors: readonly string[]): fc.Arbitrary<string> {
  const told = fc.constantFrom(...cursors);
  const changed = fc.tuple(told, fc.nat(), hostileValue).map(([cursor, index, evil]) => {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const parts = Array.isArray(content) ? [...content] : [content];
    parts[index % parts.length] = evil;
    return Buffer.from(asJson(parts)).toString('base64url').slice(0, CURSOR_MAX_CHARS);
  });
  return fc.oneof(told, changed);
}

function bodyOf(operation: Operation, { body }: Ingredients): fc.Arbitrary<Buffer | null> {
  const schema = operation.body;
  if (!schema) return often(fc.constant(null), hostileBytes);
  const byForm = arbitraryOf(schema).filter((value) => typeof value === 'object');
  const known = fc.constant(body ?? {});
  const mixed = fc
    .tuple(byForm, fc.array(fc.nat(RARELY), { minLength: FIELDS_MAX, maxLength: FIELDS_MAX }))
    .map(([formed, taken]) => mix(formed as object, body ?? {}, taken));
  const fit = often(fc.oneof(known, mixed), byForm as fc.Arbitrary<object>);
  const harmed = fc
    .tuple(fit, fc.nat(), hostileKey, hostileValue, fc.constantFrom(...HARMS))
    .map(([value, index, key, evil, harm]) =>
      harm(value as Record<string, unknown>, index, key, evil),
    );
  return fc.oneof(
    { weight: 8, arbitrary: fit.map((value) => Buffer.from(asJson(value))) },
    { weight: 5, arbitrary: harmed.map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: hostileBytes },
  );
}

/** Some fields as the call would take them, the others only of the right form. */
function mix(formed: object, known: object, taken: readonly number[]): object {
  const entries = Object.entries({ ...formed, ...known }).map(([name, value], index) => {
    const other = (formed as Record<string, unknown>)[name];
    return [name, taken[index] === 0 && other !== undefined ? other : value];
  });
  return Object.fromEntries(entries);
}

/** Mostly the one, so that a call with one thing wrong with it is right in all the rest. */
function often<One, Other>(
  one: fc.Arbitrary<One>,
  other: fc.Arbitrary<Other>,
  timesAsOften = RARELY,
): fc.Arbitrary<One | Other> {
  return fc.oneof({ weight: timesAsOften, arbitrary: one }, { weight: 1, arbitrary: other });
}

type Harm = (value: Record<string, unknown>, index: number, key: string, evil: unknown) => string;

const HARMS: readonly Harm[] = [
  (value, index, _key, evil) => asJson(replaced(value, index, () => evil)),
  (value, index) => asJson(replaced(value, index, () => undefined)),
  (value, index) => asJson(replaced(value, index, (old) => [old])),
  (value, index) =>
    asJson(replaced(value, index, (old) => (typeof old === 'number' ? -old : asJson(old)))),
  (value, _index, key, evil) => addedKey(value, key, evil),
  (value, index, _key, evil) => addedKey(value, nth(value, index), evil),
];

function replaced(
  value: Record<string, unknown>,
  index: number,
  change: (old: unknown) => unknown,
): object {
  const name = nth(value, index);
  const old = value[name];
  const isDeeper = typeof old === 'object' && old !== null && !Array.isArray(old) && index % 3 > 0;
  const next = isDeeper
    ? replaced(old as Record<string, unknown>, index >> 2, change)
    : change(old);
  return { ...value, [name]: next };
}

// As text, since an object would keep the last of two same keys, and take `__proto__` for its own.
function addedKey(value: object, key: string, evil: unknown): string {
  const text = asJson(value).replace(/\}$/, '');
  return `${text}${text === '{' ? '' : ','}${JSON.stringify(key)}:${asJson(evil)}}`;
}

function nth(value: object, index: number): string {
  const names = Object.keys(value);
  return names[index % Math.max(names.length, 1)] ?? 'none';
}

const printable = fc.stringMatching(/^[\x20-\x7e\xa0-\xff]{0,60}$/);
const oddHeader: fc.Arbitrary<Record<string, string>> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        ...['x-request-id', 'x-forwarded-for', 'x-forwarded-proto', 'x-real-ip', 'user-agent'],
        ...['cookie', 'origin', 'sec-fetch-site', 'accept', 'accept-encoding', 'if-none-match'],
        ...['traceparent', 'x-http-method-override', 'range', 'referer', 'authorization'],
        'x-forwarded-host',
      ),
      fc.oneof(
        printable,
        hostileText.map((text) => text.replaceAll(/[^\x20-\x7e]/g, '')),
      ),
    )
    .map(([name, value]) => ({ [name]: value })),
  fc.constant({ origin: 'https://evil.example' }),
);

// A lone surrogate cannot be encoded; it comes as the bytes that it would be.
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('.', '%2E');
}
