import type { Folded } from './fold.ts';
import { stemLength } from './particles.ts';
import { charCode, initialCode, startsOf } from './pieces.ts';
import { typedStrokes } from './strokes.ts';
import { wordsOf } from './words-of.ts';
import type { Run, Word } from './words-of.ts';

/** What tells the codes of characters, which is the costly part. */
export interface Coder {
  charCode: (script: Run['script'], char: string) => string;
  initialCode: (char: string) => string;
  typedStrokes: (word: string) => string;
}
export const CODER: Coder = { charCode, initialCode, typedStrokes };

/** A run with the codes of its characters, each worked out once and only when it is asked for. */
export interface CodedRun extends Run {
  /** Where parts of it begin. */
  starts: readonly number[];
  codes: () => readonly string[];
  initials: () => readonly string[];
}

/** A part of a text by which a misspelt word may be meant: from where to where, and its strokes. */
export interface Meant {
  start: number;
  end: number;
  strokes: string;
}

/** A text as words are looked for in it, whichever and however many. */
export interface CodedText {
  runs: readonly CodedRun[];
  /** Of each word first what it is without its particle, then the whole. */
  words: readonly (() => readonly Meant[])[];
}

/** The codes of a text. */
export function codedText(text: string, coder: Coder): CodedText {
  const words = wordsOf(text);
  return {
    runs: words.flat().map((run) => codedRun(run, coder)),
    words: words.map((word) => once(() => meantBy(word, coder))),
  };
}

function codedRun(run: Run, coder: Coder): CodedRun {
  return {
    ...run,
    starts: startsOf(run),
    codes: once(() => run.chars.map(({ char }) => coder.charCode(run.script, char))),
    initials: once(() => run.chars.map(({ char }) => coder.initialCode(char))),
  };
}

function meantBy(word: Word, coder: Coder): Meant[] {
  const chars = word.flatMap((run) => run.chars);
  const last = word.at(-1);
  const tail = last?.script === 'hangul' ? last.chars.map(({ char }) => char) : [];
  const dropped = tail.length - stemLength(tail);
  const parts: readonly Folded[][] =
    dropped === 0 ? [chars] : [chars.slice(0, chars.length - dropped), chars];
  return parts.map((part) => ({
    start: part[0]?.start ?? 0,
    end: part.at(-1)?.end ?? 0,
    strokes: coder.typedStrokes(part.map(({ char }) => char).join('')),
  }));
}

function once<Value>(work: () => Value): () => Value {
  let kept: { value: Value } | null = null;
  return () => {
    kept ??= { value: work() };
    return kept.value;
  };
}
