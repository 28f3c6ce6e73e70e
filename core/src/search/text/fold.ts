import { isJamo, isSyllable, LEADS, VOWELS } from './hangul.ts';

/** A character of a folded text, and from where to where it stood in the text. */
export interface Folded {
  char: string;
  start: number;
  end: number;
}

/** A syllable in pieces, or a character with the marks on it. */
const CHUNKS = /[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|\P{M}\p{M}*|\p{M}+/gu;
const MARKS = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu;

const FIRST_LEAD = 0x1100;
const FIRST_VOWEL = 0x1161;
const FIRST_VOWEL_JAMO = 0x314f;

/**
 * A text with case, width, accents and ways to compose characters out of the way. Jamo that stand alone
 * stay jamo, which NFKC would join to syllables.
 */
export function fold(text: string): Folded[] {
  const folded: Folded[] = [];
  for (const { 0: chunk, index } of text.matchAll(CHUNKS)) {
    for (const char of foldChunk(chunk)) {
      folded.push({ char, start: index, end: index + chunk.length });
    }
  }
  return folded;
}

/** The folded text alone. */
export function foldText(text: string): string {
  return fold(text)
    .map(({ char }) => char)
    .join('');
}

function foldChunk(chunk: string): string {
  if (chunk.length === 1 && (isSyllable(chunk) || isJamo(chunk))) return chunk;
  if (chunk.length === 1 && chunk < '\u0080') return chunk.toLowerCase();
  const plain = chunk.normalize('NFKC').toLowerCase().normalize('NFD').replace(MARKS, '');
  return Array.from(plain.normalize('NFC'), asJamo).join('');
}

function asJamo(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const lead = LEADS[code - FIRST_LEAD];
  if (lead !== undefined) return lead;
  const vowel = code - FIRST_VOWEL;
  const isVowel = vowel >= 0 && vowel < VOWELS.length;
  return isVowel ? String.fromCodePoint(FIRST_VOWEL_JAMO + vowel) : char;
}
