/** What has exactly one canonical text: no fractions, nothing undefined. */
export type Canonical =
  string | number | boolean | null | readonly Canonical[] | { readonly [name: string]: Canonical };

/**
 * The one text of a value, as RFC 8785 writes it: names sorted by UTF-16 units, no spaces, strings as
 * JSON.stringify writes them. Numbers are whole, so that no two writers can differ on one. Two values
 * have the same text only when they are the same. Throws a RangeError for anything else.
 */
export function canonicalJson(value: Canonical): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'number') return wholeNumber(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.keys(value)
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] as Canonical)}`);
  return `{${fields.join(',')}}`;
}

function wellFormed(value: string): string {
  if (!value.isWellFormed()) throw new RangeError('half a character has no canonical text');
  return JSON.stringify(value);
}

function wholeNumber(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    throw new RangeError(`${value} has no canonical text`);
  }
  return String(value);
}

// Array.isArray does not tell a readonly list from an object.
function isList(value: Canonical): value is readonly Canonical[] {
  return Array.isArray(value);
}
