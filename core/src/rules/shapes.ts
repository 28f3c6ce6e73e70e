/** Tells whether something that came from outside is what it should be. */
export type Check = (value: unknown) => boolean;

export const isWhole: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
export const isAmountKrw: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 1;
export const isBoolean: Check = (value) => typeof value === 'boolean';
/** Ids are opaque; those of bids are UUIDs. */
export const isId: Check = matches(/^[A-Za-z0-9_-]{1,40}$/);
/** SHA-256 in lowercase hex. */
export const isHash: Check = matches(/^[0-9a-f]{64}$/);
/** 16 bytes in lowercase hex. */
export const isNonce: Check = matches(/^[0-9a-f]{32}$/);

/** One of these words or numbers. */
export function isOneOf(...words: readonly (string | number)[]): Check {
  return (value) => words.some((word) => word === value);
}

export function isNullOr(check: Check): Check {
  return (value) => value === null || check(value);
}

export function isListOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

/** An object with these fields and no others. */
export function hasExactly(fields: Readonly<Record<string, Check>>): Check {
  const count = Object.keys(fields).length;
  const has = hasAtLeast(fields);
  return (value) => has(value) && Object.keys(value as object).length === count;
}

/** An object with these fields and maybe others. */
export function hasAtLeast(fields: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(fields);
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    checks.every(
      ([name, check]) =>
        Object.hasOwn(value, name) && check((value as Record<string, unknown>)[name]),
    );
}

function matches(pattern: RegExp): Check {
  return (value) => typeof value === 'string' && pattern.test(value);
}
