import { composeStrokes, isConsonant, isJamo, isSyllable, strokesOf, tailOf } from './hangul.ts';
import { isParticle, stemLength } from './particles.ts';
import { charCode, initialCode, INITIALS_MAX, PIECE_MAX_CHARS, SYLLABLE_END } from './pieces.ts';
import type { Piece } from './pieces.ts';
import { textOf, wordsOf } from './words-of.ts';
import type { Run, Word } from './words-of.ts';

/** More words are not looked for. */
const WORDS_MAX = 12;

/** A word that is looked for. */
export interface QueryWord {
  /** Folded. */
  text: string;
  /** To the letter, as its case tells which jamo were meant. */
  typed: string;
  /** All of them have to be the beginning of a part of some word. */
  pieces: Piece[];
}

/** The words of what somebody looks for, none twice; nothing in it is an operator. */
export function readQuery(words: string): QueryWord[] {
  const found = new Map<string, QueryWord>();
  for (const word of wordsOf(words)) {
    const text = textOf(word);
    if (found.size === WORDS_MAX || found.has(text)) continue;
    found.set(text, { text, typed: typedAs(words, word), pieces: piecesToFind(word) });
  }
  return [...found.values()];
}

function typedAs(words: string, word: Word): string {
  const start = word[0]?.chars[0]?.start ?? 0;
  return words.slice(start, word.at(-1)?.chars.at(-1)?.end);
}

function piecesToFind(word: Word): Piece[] {
  return word.flatMap((run, index) => {
    const chars = run.chars.map(({ char }) => char);
    const isLast = index === word.length - 1;
    if (run.script === 'latin')
      return [{ kind: run.script, code: chars.join('').slice(0, PIECE_MAX_CHARS) }];
    if (run.script === 'other')
      return cut(
        run.script,
        chars.map((char) => charCode('other', char)),
      );
    if (index > 0 && isLast && isParticle(chars)) return [];
    return hangulPieces(chars, isLast);
  });
}

function hangulPieces(chars: readonly string[], isLast: boolean): Piece[] {
  if (chars.every(isConsonant)) {
    const initials = chars.flatMap((char) => Array.from(strokesOf(char))).slice(0, INITIALS_MAX);
    return [{ kind: 'initials', code: initials.map(initialCode).join('') }];
  }
  const { syllables, isOpen } = readSyllables(chars, isLast);
  const coded = syllables.map((char) => charCode('hangul', char));
  if (isOpen) coded.push((coded.pop() ?? '').replace(SYLLABLE_END, ''));
  return cut('hangul', coded);
}

// Open is what may be going on: its last syllable may yet get a final consonant.
function readSyllables(
  chars: readonly string[],
  isLast: boolean,
): { syllables: string[]; isOpen: boolean } {
  const typed = chars
    .join('')
    .replace(/[ㄱ-ㅣ]{2,}/gu, (jamo) => composeStrokes(Array.from(jamo, strokesOf).join('')));
  const syllables = Array.from(typed);
  const last = syllables.at(-1) ?? '';
  const isByJamo = chars.some(isJamo);
  if (isByJamo || !isLast) return { syllables, isOpen: isByJamo && isSyllable(last) };
  const stem = stemLength(syllables);
  if (stem < syllables.length) return { syllables: syllables.slice(0, stem), isOpen: false };
  return { syllables, isOpen: syllables.length > 1 && tailOf(last) === '' };
}

// What is too long for one piece is looked for by several that overlap.
function cut(kind: Run['script'], coded: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  for (let start = 0; start < coded.length; start += 1) {
    const code = coded.slice(start).join('');
    pieces.push({ kind, code: code.slice(0, PIECE_MAX_CHARS) });
    if (code.length <= PIECE_MAX_CHARS) return pieces;
    // Two at a time still overlap, whatever the syllables.
    start += 1;
  }
  return pieces;
}
