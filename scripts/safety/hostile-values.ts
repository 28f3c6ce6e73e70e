import * as fc from 'fast-check';

const DEEP = 5_000;
const LONG = 70_000;
const RAW = '@raw:';

/** Texts that have broken something somewhere. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...['', ' ', '.', '..', '-1', '0', '1e400', 'NaN', 'null', 'undefined', 'true'],
      '[object Object]',
      ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'],
      ...["' OR 1=1 -- ", '"; DROP TABLE users; --', '${7*7}', '{{7*7}}', '%s%n%d', '$gt'],
      ...['*', '?'],
      ...['../../etc/passwd', '..%2f..%2f', 'C:\\', '\\\\host\\share', 'file:///etc/passwd'],
      ...['<script>alert(1)</script>', 'javascript:alert(1)', '\r\nSet-Cookie: a=b'],
      ...['\u0000', 'a\u0000b', '\ufeff', '\u202e', '\u200b', '\ud800', '\udfff\ud800'],
      ...['👨‍👩‍👧‍👦', 'ﷺ', 'İ', 'ß', '가'.repeat(100), 'e\u0301'],
      ...['9'.repeat(400), '-9007199254740993', '0x10', '１２３', '٣', '1_000'],
      ...['2026-02-30', '2026-13-01', '0000-00-00', '9999-12-31', '10000-01-01', '-000001-01-01'],
      ...['=cmd|calc', '@everyone', '#'.repeat(200)],
    ),
  },
);

/** Any JSON value, with what JSON can say and JavaScript cannot: see `asJson`. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, false, 0, -1, -0, 0.5, 1e-7, 2 ** 31, -(2 ** 63)),
  fc.constantFrom<unknown>(2 ** 53, Number.MAX_VALUE, Number.MIN_SAFE_INTEGER, [], {}, [[]], [{}]),
  fc.constantFrom(
    ...['1e400', '-1e400', '9007199254740993', '1E+2', '-0'].map((text) => RAW + text),
  ),
  fc.constant(RAW + '['.repeat(DEEP) + ']'.repeat(DEEP)),
  fc.constant(`${RAW}${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`),
  fc.constant('x'.repeat(LONG)),
  fc.constant(Array.from({ length: 3_000 }, (_, index) => index)),
  fc.constant(Array.from({ length: 500 }, () => ({ toString: null, length: -1 }))),
  fc.constant(`${RAW}{"__proto__":{"role":"ADMIN"},"constructor":{"prototype":{"a":1}}}`),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Keys that are nobody's, and those that every object seems to have. */
export const hostileKey: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'then', 'toJSON', 'length'),
  fc.constantFrom(
    ...['role', 'userId', 'sellerId', 'buyerId', 'state', 'isAdmin', 'id', '', '0', '$ne'],
  ),
  hostileText,
);

/** A value as JSON; what begins with the mark of raw text is put in as it is. */
export function asJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.replaceAll(/"@raw:((?:[^"\\]|\\.)*)"/g, (_, raw: string) => JSON.parse(`"${raw}"`));
}

/** Bodies that are no object of ours at all. */
export const hostileBytes: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  hostileValue.map((value) => Buffer.from(asJson(value))),
  fc
    .constantFrom(
      ...['{', '}', '{"a":}', '{"a":1,}', "{'a':1}", '{"a":1}{"b":2}', '\ufeff{}', 'a=b', ''],
    )
    .map((text) => Buffer.from(text)),
  fc
    .constantFrom('utf16le', 'latin1')
    .map((coding) => Buffer.from('{"title":"é"}', coding as 'latin1')),
);

/** What a body may be called, and how packed; mostly as it should be. */
export const hostileTypes: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 40, arbitrary: fc.constant({ 'content-type': 'application/json' }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        ...['', 'text/plain', 'application/x-www-form-urlencoded'],
        ...['multipart/form-data; boundary=x', 'application/json; charset=utf-16'],
        ...['application/json;charset=utf-8', 'application/xml', 'json'],
      )
      .map((type) => ({ 'content-type': type })),
  },
  fc
    .constantFrom('gzip', 'br', 'identity', 'x')
    .map((packed) => ({ 'content-type': 'application/json', 'content-encoding': packed })),
);
