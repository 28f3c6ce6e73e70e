import type { SearchDocument } from '../search-index.ts';
import { initialsOf, joinedPieces, piecesOf } from '../text/pieces.ts';
import type { Piece, PieceKind } from '../text/pieces.ts';
import { wordsOf } from '../text/words-of.ts';

/** With more combinations only the first piece of each way is asked for. */
const CLAUSES_MAX = 16;
/**
 * Every piece is one word of the full-text index: a figure for where it stands, a letter for what it is,
 * and its code. So no server takes it for too short or too common, nor needs to know of Korean.
 */
const ANYWHERE = '0';
const IN_TITLE = '1';
const KINDS: Readonly<Record<PieceKind, string>> = {
  hangul: 'h',
  latin: 'l',
  other: 'u',
  initials: 'c',
};

/** How one word that is looked for may be found: by all pieces of any of its ways. */
export type Ways = readonly (readonly Piece[])[];

/** All words of the full-text index for a document. Initials are those of its titles, tags and category. */
export function tokensOf({ title, hashtags, categoryNames, description }: SearchDocument): string {
  const tagged = [title, hashtags.join(' '), categoryNames.join(' ')].map(wordsOf);
  const titled = [...tagged.flat().flatMap(piecesOf), ...tagged.flatMap(joinedPieces)];
  const described = wordsOf(description);
  const others = [...described.flatMap(piecesOf), ...joinedPieces(described)];
  return [
    ...new Set([
      ...titled.map((piece) => token(IN_TITLE, piece)),
      ...tagged
        .flat()
        .flatMap(initialsOf)
        .map((piece) => token(ANYWHERE, piece)),
      ...[...titled, ...others].map((piece) => token(ANYWHERE, piece)),
    ]),
  ].join(' ');
}

/** What has all words, each in one of its ways, as the full-text index is asked in boolean mode. */
export function everyWord(words: readonly Ways[]): string {
  return expression(ANYWHERE, words);
}

/** The same in titles, hashtags and categories alone. */
export function everyWordInTitle(words: readonly Ways[]): string {
  return expression(IN_TITLE, words);
}

// Only a flat list of alternatives is read alike everywhere: in InnoDB's a + inside of brackets means little.
function expression(place: string, words: readonly Ways[]): string {
  const clauses = words.flatMap((ways) => clausesOf(ways));
  return clauses
    .map((pieces) => `+${anyOf(pieces.map((piece) => prefix(place, piece)))}`)
    .join(' ');
}

// All pieces of one way or of another: one piece of each, in every combination.
function clausesOf(ways: Ways): Piece[][] {
  const size = ways.reduce((product, pieces) => product * pieces.length, 1);
  const kept = size > CLAUSES_MAX ? ways.map((pieces) => pieces.slice(0, 1)) : ways;
  return kept.reduce<Piece[][]>(
    (clauses, pieces) => clauses.flatMap((clause) => pieces.map((piece) => [...clause, piece])),
    [[]],
  );
}

function anyOf(prefixes: readonly string[]): string {
  const unlike = [...new Set(prefixes)];
  return unlike.length === 1 ? (unlike[0] as string) : `(${unlike.join(' ')})`;
}

function prefix(place: string, piece: Piece): string {
  return `${token(place, piece)}*`;
}

// Initials are kept once, wherever they stand.
function token(place: string, { kind, code }: Piece): string {
  return `${kind === 'initials' ? ANYWHERE : place}${KINDS[kind]}${code}`;
}
