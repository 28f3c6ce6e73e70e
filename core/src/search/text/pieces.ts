import { isSyllable, leadOf, strokesOf, STROKES } from './hangul.ts';
import type { Run, Word } from './words-of.ts';

/** A piece is at most so long; longer words are looked for by several. */
export const PIECE_MAX_CHARS = 16;
/** More initials of a word are not looked for. */
export const INITIALS_MAX = 8;
const CODE_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456';
/** Ends a whole syllable, so that 강 is not the beginning of 가위. */
export const SYLLABLE_END = '9';
const RADIX = 36;
const WIDE_DIGITS = 4;

/** What a piece is made of: `initials` are the first jamo of syllables (초성). */
export type PieceKind = 'hangul' | 'latin' | 'other' | 'initials';

/** The beginning of some part of a word, in small letters and figures of ASCII. */
export interface Piece {
  kind: PieceKind;
  code: string;
}

const STROKE_CODES = new Map(STROKES.map((jamo, index) => [jamo, CODE_ALPHABET[index] ?? '']));
const codes = new Map<string, string>();

/** The code of one character of Korean: a letter a stroke, and the end of a whole syllable. */
export function hangulCode(char: string): string {
  const known = codes.get(char);
  if (known !== undefined) return known;
  const strokes = Array.from(strokesOf(char))
    .map((stroke) => STROKE_CODES.get(stroke) ?? '')
    .join('');
  const code = isSyllable(char) ? strokes + SYLLABLE_END : strokes;
  codes.set(char, code);
  return code;
}

/** The code of a jamo among initials; '' of what has none. */
export function initialCode(char: string): string {
  return STROKE_CODES.get(isSyllable(char) ? leadOf(char) : char) ?? '';
}

/** The code of a character of any other script. */
export function otherCode(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(RADIX).padStart(WIDE_DIGITS, '0');
}

/** Everything by whose beginning a word can be found: it, and what begins at each of its syllables. */
export function piecesOf(word: Word): Piece[] {
  return word.flatMap((run) =>
    startsOf(run).map((start) => ({ kind: run.script, code: codeFrom(run, start) })),
  );
}

/** The initials of a word, from each of its syllables on. */
export function initialsOf(word: Word): Piece[] {
  return word.flatMap((run) => {
    if (run.script !== 'hangul') return [];
    const initials = run.chars.map(({ char }) => initialCode(char));
    return initials.map((_, start) => ({
      kind: 'initials' as const,
      code: initials.slice(start, start + INITIALS_MAX).join(''),
    }));
  });
}

/** Model names in two parts as one: EOS 5D is found as eos5d too. */
export function joinedPieces(words: readonly Word[]): Piece[] {
  return words.flatMap((word, index) => {
    const before = words[index - 1]?.at(-1);
    const [first] = word;
    if (before?.script !== 'latin' || first?.script !== 'latin') return [];
    const joined = latinText(before) + latinText(first);
    return /\d/.test(joined)
      ? [{ kind: 'latin' as const, code: joined.slice(0, PIECE_MAX_CHARS) }]
      : [];
  });
}

/** Where parts of a run begin: at each syllable, and where letters and figures meet. */
export function startsOf({ script, chars }: Run): number[] {
  const starts = chars.map((_, index) => index);
  if (script !== 'latin') return starts;
  return starts.filter(
    (index) => isFigure(chars[index - 1]?.char) !== isFigure(chars[index]?.char),
  );
}

function codeFrom({ script, chars }: Run, start: number): string {
  let code = '';
  for (let index = start; index < chars.length && code.length < PIECE_MAX_CHARS; index += 1) {
    const { char } = chars[index] as { char: string };
    code += charCode(script, char);
  }
  return code.slice(0, PIECE_MAX_CHARS);
}

/** The code of a character in a run of that script. */
export function charCode(script: Run['script'], char: string): string {
  if (script === 'hangul') return hangulCode(char);
  return script === 'latin' ? char : otherCode(char);
}

function isFigure(char: string | undefined): boolean | null {
  return char === undefined ? null : /\d/.test(char);
}

function latinText({ chars }: Run): string {
  return chars.map(({ char }) => char).join('');
}
