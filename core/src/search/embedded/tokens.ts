import { sha256Hex } from '../../runtime/digest.ts';
import { isUnsettled } from '../../rules/auction-states.ts';
import type { SearchDocument } from '../search-index.ts';
import { hashtagKey } from '../text/hashtag-key.ts';
import { initialsOf, joinedPieces, piecesOf } from '../text/pieces.ts';
import type { Piece, PieceKind } from '../text/pieces.ts';
import { wordsOf } from '../text/words-of.ts';

/** With more combinations only the first piece of each way is asked for. */
const CLAUSES_MAX = 16;
/**
 * Every piece is one word of the full-text index: a figure for where it stands and on which shelf, a letter for
 * what it is, and its code. So no server takes it for too short or too common, nor needs to know of Korean.
 */
const FIGURES = {
  open: { anywhere: '0', title: '1' },
  ended: { anywhere: '2', title: '3' },
} as const;

/** What is coming or live is found by words of its own: that it is little beside what has ended counts. */
export type Shelf = keyof typeof FIGURES;
type Place = 'anywhere' | 'title';
const KINDS: Readonly<Record<PieceKind, string>> = {
  hangul: 'h',
  latin: 'l',
  other: 'u',
  initials: 'c',
};

/** Of a whole hashtag; no piece is of this kind. */
const HASHTAG = 't';
/** As much of a digest as tells hashtags apart, within what the servers take for a word. */
const HASHTAG_CHARS = 32;
/**
 * Goes up with every change of what is written here: what was indexed by an older one is indexed again, and meanwhile
 * not found by what it lacks.
 */
export const TOKENS_VERSION = 2;

/** How one word that is looked for may be found: by all pieces of any of its ways. */
export type Ways = readonly (readonly Piece[])[];

/** The shelf that a document stands on until its result is written. */
export function shelfOf({ state }: Pick<SearchDocument, 'state'>): Shelf {
  return isUnsettled(state) ? 'open' : 'ended';
}

/** All words of the full-text index for a document. Initials are those of its title, tags and category. */
export function tokensOf(document: SearchDocument): string {
  const { title, hashtags, categoryNames, description } = document;
  const shelf = shelfOf(document);
  const tagged = [title, hashtags.join(' '), categoryNames.join(' ')].map(wordsOf);
  const titled = [...tagged.flat().flatMap(piecesOf), ...tagged.flatMap(joinedPieces)];
  const described = wordsOf(description);
  const others = [...described.flatMap(piecesOf), ...joinedPieces(described)];
  const initials = tagged.flat().flatMap(initialsOf);
  return [
    ...new Set([
      ...titled.map((piece) => token(shelf, 'title', piece)),
      ...[...initials, ...titled, ...others].map((piece) => token(shelf, 'anywhere', piece)),
      ...hashtags.map((hashtag) => hashtagToken(shelf, hashtag)),
    ]),
  ].join(' ');
}

/** What has all words, each in one of its ways, as the full-text index is asked in boolean mode. */
export function everyWord(words: readonly Ways[], shelves: readonly Shelf[]): string {
  return expression(words, shelves, 'anywhere');
}

/** The same in titles, hashtags and categories alone. */
export function everyWordInTitle(words: readonly Ways[], shelves: readonly Shelf[]): string {
  return expression(words, shelves, 'title');
}

/** What has exactly that hashtag. */
export function ofHashtag(hashtag: string, shelves: readonly Shelf[]): string {
  return `+${anyOf(shelves.map((shelf) => hashtagToken(shelf, hashtag)))}`;
}

// Only a flat list of alternatives is read alike everywhere: in InnoDB's a + inside of brackets means little.
function expression(words: readonly Ways[], shelves: readonly Shelf[], place: Place): string {
  const clauses = words.flatMap((ways) => clausesOf(ways));
  return clauses
    .map((pieces) =>
      shelves.flatMap((shelf) => pieces.map((piece) => `${token(shelf, place, piece)}*`)),
    )
    .map((prefixes) => `+${anyOf(prefixes)}`)
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

// Of one length, so that none is the beginning of another.
function hashtagToken(shelf: Shelf, hashtag: string): string {
  const digest = sha256Hex(hashtagKey(hashtag)).slice(0, HASHTAG_CHARS);
  return FIGURES[shelf].anywhere + HASHTAG + digest;
}

// Initials are kept once, wherever they stand.
function token(shelf: Shelf, place: Place, { kind, code }: Piece): string {
  return FIGURES[shelf][kind === 'initials' ? 'anywhere' : place] + KINDS[kind] + code;
}
