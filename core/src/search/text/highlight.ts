import type { Highlight } from '../../contracts/auction-lists.ts';
import { isMisspelt } from './edits.ts';
import { meantInKorean } from './keyboard.ts';
import { stemLength } from './particles.ts';
import { charCode, initialCode, startsOf } from './pieces.ts';
import type { Piece } from './pieces.ts';
import { readQuery } from './read-query.ts';
import type { QueryWord } from './read-query.ts';
import { typedStrokes } from './strokes.ts';
import { wordsOf } from './words-of.ts';
import type { Run, Word } from './words-of.ts';

const EXCERPT_MAX_CHARS = 160;
/** Of an excerpt so much stands before the first hit. */
const EXCERPT_LEAD_CHARS = 30;

interface Span {
  start: number;
  end: number;
}

/**
 * Where what was looked for stands in the texts of one auction, for every way to find it. A word that stands
 * in none of them is taken for misspelt.
 */
export function highlight<Name extends string>(
  words: string,
  texts: Readonly<Record<Name, string>>,
): Record<Name, Highlight> {
  const names = Object.keys(texts) as Name[];
  const read = new Map(names.map((name) => [name, wordsOf(texts[name])]));
  const spans = new Map<Name, Span[]>(names.map((name) => [name, []]));
  for (const word of readQuery(words)) {
    const marked = names.map((name) => spansOf(word, read.get(name) ?? []));
    const isFound = marked.some((found) => found.length > 0);
    names.forEach((name, index) => {
      const found = isFound ? marked[index] : misspeltSpans(word, read.get(name) ?? []);
      spans.get(name)?.push(...(found ?? []));
    });
  }
  const cut = names.map((name) => [name, piecesOf(texts[name], spans.get(name) ?? [])]);
  return Object.fromEntries(cut) as Record<Name, Highlight>;
}

/** The part of a long text around its first hit; the whole of a short one. */
export function excerpt(pieces: Highlight): Highlight {
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= EXCERPT_MAX_CHARS) return pieces;
  const hitAt = pieces
    .slice(
      0,
      pieces.findIndex(({ hit }) => hit),
    )
    .reduce((sum, { text }) => sum + text.length, 0);
  const from = Math.min(Math.max(0, hitAt - EXCERPT_LEAD_CHARS), length - EXCERPT_MAX_CHARS);
  const cut = sliced(pieces, from, from + EXCERPT_MAX_CHARS);
  return [
    ...(from > 0 ? [{ text: '…', hit: false }] : []),
    ...cut,
    ...(from + EXCERPT_MAX_CHARS < length ? [{ text: '…', hit: false }] : []),
  ];
}

function sliced(pieces: Highlight, from: number, to: number): Highlight {
  let at = 0;
  return pieces.flatMap(({ text, hit }) => {
    const start = at;
    at += text.length;
    // A surrogate pair that is cut through would show as a broken character.
    const part = text.slice(Math.max(0, from - start), Math.max(0, to - start));
    const whole = part.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
    return whole === '' ? [] : [{ text: whole, hit }];
  });
}

function spansOf({ pieces, typed }: QueryWord, words: readonly Word[]): Span[] {
  const found = pieces.flatMap((piece) => placesOf(piece, words));
  if (found.length > 0) return found;
  const meant = meantInKorean(typed);
  if (meant === null) return [];
  const [korean] = readQuery(meant);
  return (korean?.pieces ?? []).flatMap((piece) => placesOf(piece, words));
}

function placesOf({ kind, code }: Piece, words: readonly Word[]): Span[] {
  return words.flat().flatMap((run) => {
    if (kind === 'initials' ? run.script !== 'hangul' : run.script !== kind) return [];
    const coded = run.chars.map(({ char }) =>
      kind === 'initials' ? initialCode(char) : charCode(run.script, char),
    );
    return startsOf(run).flatMap((start) => spanFrom(run, coded, start, code) ?? []);
  });
}

function spanFrom(
  { chars }: Run,
  coded: readonly string[],
  start: number,
  code: string,
): Span | null {
  let met = '';
  for (let index = start; index < coded.length; index += 1) {
    met += coded[index];
    if (met.startsWith(code))
      return { start: chars[start]?.start ?? 0, end: chars[index]?.end ?? 0 };
    if (!code.startsWith(met)) return null;
  }
  return null;
}

function misspeltSpans({ text }: QueryWord, words: readonly Word[]): Span[] {
  const typed = typedStrokes(text);
  return words.flatMap((word) => {
    const chars = word.flatMap((run) => run.chars);
    const last = word.at(-1);
    const tail = last?.script === 'hangul' ? last.chars.map(({ char }) => char) : [];
    const stem = chars.slice(0, chars.length - (tail.length - stemLength(tail)));
    const fits = [stem, chars].find((part) =>
      isMisspelt(typed, typedStrokes(part.map(({ char }) => char).join(''))),
    );
    return fits ? [{ start: fits[0]?.start ?? 0, end: fits.at(-1)?.end ?? 0 }] : [];
  });
}

function piecesOf(text: string, spans: readonly Span[]): Highlight {
  const pieces: Highlight = [];
  let at = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), hit: false });
    const last = pieces.at(-1);
    const hit = text.slice(Math.max(start, at), end);
    if (last?.hit === true) last.text += hit;
    else pieces.push({ text: hit, hit: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: false });
  return pieces;
}
