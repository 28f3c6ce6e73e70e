import { mayBeMisspelt } from '../text/edits.ts';
import { meantInKorean } from '../text/keyboard.ts';
import type { Piece } from '../text/pieces.ts';
import { readQuery } from '../text/read-query.ts';
import type { QueryWord } from '../text/read-query.ts';
import { typedStrokes } from '../text/strokes.ts';
import { pieceTerm } from './elastic-document.ts';

/** A part of what Elasticsearch is asked, as its query language has it. */
export type Clause = Readonly<Record<string, unknown>>;

/** Where words stand. What has all of several in its title is worth more than whatever else has them. */
const FIELDS = { title: 16, tags: 4, description: 1 } as const;
type Field = keyof typeof FIELDS;

/** Whether words are looked for as they are written, or also as they may have been meant. */
export type Reading = 'exact' | 'forgiving';

/**
 * What finds everything that has all these words; null when there is no word among them. The score says
 * where they stand and nothing else, so that it is the same whatever else there is.
 */
export function wordsQuery(words: string, reading: Reading): Clause | null {
  const read = readQuery(words);
  if (read.length === 0) return null;
  return { bool: { must: read.map((word) => bestPlace(word, reading)) } };
}

function bestPlace(word: QueryWord, reading: Reading): Clause {
  const fields = Object.keys(FIELDS) as Field[];
  const places = fields.map((field) => ({
    constant_score: { filter: anyOf(waysToFind(word, field, reading)), boost: FIELDS[field] },
  }));
  return { dis_max: { queries: places } };
}

function waysToFind(word: QueryWord, field: Field, reading: Reading): Clause[] {
  const ways = [allPieces(word.pieces, field), byMorphemes(word.text, field)];
  if (reading === 'exact') return ways;
  const meant = meantInKorean(word.typed);
  const [korean] = meant === null ? [] : readQuery(meant);
  return [
    ...ways,
    ...misspelt(word.text, field),
    ...(korean ? [allPieces(korean.pieces, field), ...misspelt(korean.text, field)] : []),
  ];
}

function allPieces(pieces: readonly Piece[], field: Field): Clause {
  return { bool: { filter: pieces.map((piece) => byPiece(piece, field)) } };
}

function byPiece(piece: Piece, field: Field): Clause {
  const term = pieceTerm(piece);
  if (piece.kind === 'initials') {
    // Initials are kept of what is short only, and count where a title would.
    return field === 'title' ? { term: { initials: term } } : NOTHING;
  }
  if (field === 'description') return { prefix: { descriptionPieces: term } };
  return { term: { [`${field}Pieces`]: term } };
}

/** The word as nori takes it apart: its parts have to stand together. */
function byMorphemes(text: string, field: Field): Clause {
  return { match: { [field]: { query: text, operator: 'and' } } };
}

/** With figures nothing is taken for misspelt: another figure is another thing. */
function misspelt(text: string, field: Field): Clause[] {
  const value = typedStrokes(text);
  if (!mayBeMisspelt(value) || /\d/.test(value)) return [];
  return [{ fuzzy: { [`${field}Strokes`]: { value, fuzziness: 1, transpositions: true } } }];
}

const NOTHING: Clause = { match_none: {} };

function anyOf(ways: Clause[]): Clause {
  return { bool: { should: ways, minimum_should_match: 1 } };
}
