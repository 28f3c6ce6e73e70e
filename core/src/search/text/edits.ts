/** Words with fewer strokes are not taken for misspelt: too many others are near. */
const STROKES_MIN = 4;

/**
 * Whether one mistake lies between two words in strokes: another stroke, one missing, one too many, or
 * two that changed places. Figures are never mistaken, and short words neither.
 */
export function isMisspelt(typed: string, word: string): boolean {
  if (typed === word || typed.length < STROKES_MIN) return false;
  if (figuresOf(typed) !== figuresOf(word)) return false;
  return isOneEdit(typed, word);
}

/** What of a misspelt word is sure to be right: its first letters, or its last. */
export function surePartsOf(typed: string): { first: string; last: string } {
  const half = Math.floor((typed.length - 1) / 2);
  return { first: typed.slice(0, half), last: typed.slice(half + 1) };
}

/** All that one mistake may have made of a word, as patterns for LIKE. */
export function oneEditPatterns(typed: string): string[] {
  const patterns = new Set<string>();
  for (let at = 0; at <= typed.length; at += 1) {
    const [before, after] = [literal(typed.slice(0, at)), typed.slice(at)];
    patterns.add(`${before}_${literal(after)}`);
    if (after === '') continue;
    patterns.add(`${before}_${literal(after.slice(1))}`);
    patterns.add(before + literal(after.slice(1)));
    if (after.length > 1) {
      patterns.add(before + literal(`${after[1] ?? ''}${after[0] ?? ''}${after.slice(2)}`));
    }
  }
  return [...patterns];
}

/** Whether a word is long enough to be taken for misspelt. */
export function mayBeMisspelt(typed: string): boolean {
  return typed.length >= STROKES_MIN;
}

function isOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const restA = a.slice(start);
  const restB = b.slice(start);
  if (restA.slice(1) === restB.slice(1) && a.length === b.length) return true;
  if (restA.slice(1) === restB || restA === restB.slice(1)) return true;
  const isSwapped = restA[0] === restB[1] && restA[1] === restB[0];
  return isSwapped && restA.slice(2) === restB.slice(2);
}

function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}

function figuresOf(word: string): string {
  return word.replace(/\D/g, '');
}
