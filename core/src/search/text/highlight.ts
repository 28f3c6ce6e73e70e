import type { Highlight } from '../../contracts/auction-lists.ts';
import { isMisspelt } from './edits.ts';
import { meantInKorean } from './keyboard.ts';
import { CODER, codedText } from './coded-text.ts';
import type { CodedRun, CodedText, Coder } from './coded-text.ts';
import type { Piece } from './pieces.ts';
import { readQuery } from './read-query.ts';
import type { QueryWord } from './read-query.ts';
import { typedStrokes } from './strokes.ts';

/** Of a text so much is looked at: hits beyond would hardly be shown. */
const LOOKED_AT_MAX_CHARS = 600;
const EXCERPT_MAX_CHARS = 160;
/** Of an excerpt so much stands before the first hit. */
const EXCERPT_LEAD_CHARS = 30;

interface Span {
  start: number;
  end: number;
}

/**
 * Where what was looked for stands in the texts of one auction, for every way to find it. A word that stands
 * in none of them is taken for misspelt. Of long texts only the beginning is looked at.
 */
export function highlight<Name extends string>(
  words: string,
  texts: Readonly<Record<Name, string>>,
  coder: Coder = CODER,
): Record<Name, Highlight> {
  const names = Object.keys(texts) as Name[];
  const coded = names.map((name) => codedText(texts[name].slice(0, LOOKED_AT_MAX_CHARS), coder));
  const spans: Span[][] = names.map(() => []);
  for (const word of readQuery(words)) {
    const marked = coded.map((text) => spansOf(word, text));
    const isFound = marked.some((found) => found.length > 0);
    const found = isFound ? marked : coded.map((text) => misspeltSpans(word, text));
    found.forEach((some, index) => spans[index]?.push(...some));
  }
  const cut = names.map((name, index) => [name, piecesOf(texts[name], spans[index] ?? [])]);
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

function spansOf({ pieces, typed }: QueryWord, text: CodedText): Span[] {
  const found = pieces.flatMap((piece) => placesOf(piece, text));
  if (found.length > 0) return found;
  const meant = meantInKorean(typed);
  if (meant === null) return [];
  const [korean] = readQuery(meant);
  return (korean?.pieces ?? []).flatMap((piece) => placesOf(piece, text));
}

function placesOf({ kind, code }: Piece, { runs }: CodedText): Span[] {
  return runs.flatMap((run) => {
    if (kind === 'initials' ? run.script !== 'hangul' : run.script !== kind) return [];
    const codes = kind === 'initials' ? run.initials() : run.codes();
    return run.starts.flatMap((start) => spanFrom(run, codes, start, code) ?? []);
  });
}

function spanFrom(
  { chars }: CodedRun,
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

function misspeltSpans({ text }: QueryWord, { words }: CodedText): Span[] {
  const typed = typedStrokes(text);
  return words.flatMap((word) => word().find(({ strokes }) => isMisspelt(typed, strokes)) ?? []);
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
