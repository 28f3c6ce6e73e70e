const STRINGS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;
const SELECTORS = /\{[^}]*\}/g;
const RANGES = /\[[^\]]*\]/g;
const GROUPINGS = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;
const NAMES = /(?<![\w.])[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g;
const WORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan']);

/** The metrics that an expression of PromQL looks at, each once. */
export function metricNames(expression: string): string[] {
  const bare = [STRINGS, SELECTORS, RANGES, GROUPINGS].reduce(
    (text, left) => text.replaceAll(left, ' '),
    expression,
  );
  const names = [...bare.matchAll(NAMES)].map(([name]) => name);
  return [...new Set(names.filter((name) => !WORDS.has(name.toLowerCase())))];
}
