/** The consonants that a syllable may begin with, in Unicode's order. */
export const LEADS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
/** The vowels, in Unicode's order. */
export const VOWELS = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
const TAILS = ' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const FIRST_JAMO = 0x3131;
const LAST_JAMO = 0x3163;

/** Jamo that are typed with two strokes. */
const PAIRS: Readonly<Record<string, string>> = {
  ...{ ㅘ: 'ㅗㅏ', ㅙ: 'ㅗㅐ', ㅚ: 'ㅗㅣ', ㅝ: 'ㅜㅓ', ㅞ: 'ㅜㅔ', ㅟ: 'ㅜㅣ', ㅢ: 'ㅡㅣ' },
  ...{ ㄳ: 'ㄱㅅ', ㄵ: 'ㄴㅈ', ㄶ: 'ㄴㅎ', ㄺ: 'ㄹㄱ', ㄻ: 'ㄹㅁ', ㄼ: 'ㄹㅂ', ㄽ: 'ㄹㅅ' },
  ...{ ㄾ: 'ㄹㅌ', ㄿ: 'ㄹㅍ', ㅀ: 'ㄹㅎ', ㅄ: 'ㅂㅅ' },
};
const JOINED = new Map(Object.entries(PAIRS).map(([jamo, strokes]) => [strokes, jamo]));

/** Every jamo that is one stroke. */
export const STROKES = Array.from(LEADS + VOWELS).filter((jamo) => !(jamo in PAIRS));

export function isSyllable(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  return code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE;
}

/** A jamo that stands alone, as keyboards make them. */
export function isJamo(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  return code >= FIRST_JAMO && code <= LAST_JAMO;
}

export function isConsonant(char: string): boolean {
  return isJamo(char) && !VOWELS.includes(char);
}

/** The jamo that a syllable begins with (초성). */
export function leadOf(syllable: string): string {
  return LEADS[Math.floor(indexOf(syllable) / (VOWELS.length * TAILS.length))] ?? '';
}

/** The jamo that a syllable ends with (받침), '' without one. */
export function tailOf(syllable: string): string {
  return (TAILS[indexOf(syllable) % TAILS.length] ?? '').trim();
}

/** What is typed for a syllable or jamo, one jamo a stroke; any other character is its own. */
export function strokesOf(char: string): string {
  if (!isSyllable(char)) return PAIRS[char] ?? char;
  const vowel = VOWELS[Math.floor(indexOf(char) / TAILS.length) % VOWELS.length] ?? '';
  const tail = tailOf(char);
  return leadOf(char) + (PAIRS[vowel] ?? vowel) + (PAIRS[tail] ?? tail);
}

/** Jamo as a keyboard makes syllables of them; what makes none stays as it is. */
export function composeStrokes(strokes: string): string {
  let composed = '';
  let at = 0;
  while (at < strokes.length) {
    const { text, next } = composeOne(strokes, at);
    composed += text;
    at = next;
  }
  return composed;
}

function composeOne(strokes: string, start: number): { text: string; next: number } {
  const lead = strokes[start] ?? '';
  const isLead = LEADS.includes(lead) && VOWELS.includes(strokes[start + 1] ?? ' ');
  if (!isLead) return { text: lead, next: start + 1 };
  const vowel = joined(strokes, start + 1, VOWELS);
  const rest = start + 1 + vowel.length;
  const tail = endsSyllable(strokes, rest)
    ? joined(strokes, rest, TAILS)
    : { jamo: ' ', length: 0 };
  // Of two consonants before a vowel the second begins the next syllable.
  const isSplit = tail.length === 2 && VOWELS.includes(strokes[rest + 2] ?? ' ');
  const kept = isSplit ? { jamo: strokes[rest] ?? ' ', length: 1 } : tail;
  const index =
    (LEADS.indexOf(lead) * VOWELS.length + VOWELS.indexOf(vowel.jamo)) * TAILS.length +
    TAILS.indexOf(kept.jamo);
  return { text: String.fromCodePoint(FIRST_SYLLABLE + index), next: rest + kept.length };
}

function endsSyllable(strokes: string, at: number): boolean {
  const jamo = strokes[at] ?? ' ';
  return jamo !== ' ' && TAILS.includes(jamo) && !VOWELS.includes(strokes[at + 1] ?? ' ');
}

function joined(strokes: string, at: number, among: string): { jamo: string; length: 1 | 2 } {
  const pair = JOINED.get(strokes.slice(at, at + 2));
  if (pair !== undefined && among.includes(pair)) return { jamo: pair, length: 2 };
  return { jamo: strokes[at] ?? '', length: 1 };
}

function indexOf(syllable: string): number {
  return (syllable.codePointAt(0) ?? FIRST_SYLLABLE) - FIRST_SYLLABLE;
}
