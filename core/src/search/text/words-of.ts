import { fold } from './fold.ts';
import type { Folded } from './fold.ts';
import { isJamo, isSyllable } from './hangul.ts';

export type Script = 'hangul' | 'latin' | 'other';

/** Characters of one script that stand together; figures count as latin, as in model names. */
export interface Run {
  script: Script;
  chars: Folded[];
}

/** What stands between spaces and punctuation: 라이카M6 is one word of two runs. */
export type Word = Run[];

const LETTER = /[\p{L}\p{N}]/u;
const LATIN = /^[a-z0-9]$/;

/** The words of a text in their order, folded. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let word: Word = [];
  let endedAt = -1;
  for (const char of fold(text)) {
    if (!LETTER.test(char.char)) continue;
    // A character may fold to several, which all stand where it stood.
    if (char.start > endedAt && word.length > 0) {
      words.push(word);
      word = [];
    }
    append(word, char);
    endedAt = char.end;
  }
  if (word.length > 0) words.push(word);
  return words;
}

/** A word as one folded string. */
export function textOf(word: Word): string {
  return word.map((run) => run.chars.map(({ char }) => char).join('')).join('');
}

function append(word: Word, char: Folded): void {
  const script = scriptOf(char.char);
  const last = word.at(-1);
  if (last?.script === script) last.chars.push(char);
  else word.push({ script, chars: [char] });
}

function scriptOf(char: string): Script {
  if (isSyllable(char) || isJamo(char)) return 'hangul';
  return LATIN.test(char) ? 'latin' : 'other';
}
