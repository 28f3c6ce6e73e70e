import { RECORD_TRANSITIONS } from '../../rules/auction-states.ts';
import type { SearchDocument } from '../search-index.ts';
import { initialsOf, joinedPieces, piecesOf } from '../text/pieces.ts';
import type { Piece } from '../text/pieces.ts';
import { typedStrokes } from '../text/strokes.ts';
import { wordsOf } from '../text/words-of.ts';
import type { Run, Word } from '../text/words-of.ts';
import { suggestionTerms } from './suggest-terms.ts';

const KIND_LETTERS = { hangul: 'h', latin: 'l', other: 'o', initials: 'i' } as const;

/** A piece as a term: what it is made of is part of it. */
export function pieceTerm({ kind, code }: Piece): string {
  return KIND_LETTERS[kind] + code;
}

/** An auction as index-shape.ts has it. */
export function elasticDocument(document: SearchDocument): Record<string, unknown> {
  const { title, description, hashtags, categoryNames } = document;
  const tags = [...hashtags, ...categoryNames].join(' ');
  return {
    auctionId: document.auctionId,
    // Composed, as nori's dictionary has it.
    title: title.normalize('NFKC'),
    tags: tags.normalize('NFKC'),
    description: description.normalize('NFKC'),
    ...wordFields('title', wordsOf(title)),
    ...wordFields('tags', wordsOf(tags)),
    ...wordFields('description', wordsOf(description)),
    initials: unique([...wordsOf(title), ...wordsOf(tags)].flatMap(initialsOf).map(pieceTerm)),
    suggestions: suggestionTerms(document),
    categoryId: document.categoryId,
    isSettled: RECORD_TRANSITIONS[document.state].length === 0,
    opensAtMs: document.opensAtMs,
    closesAtMs: document.closesAtMs,
    createdAtMs: document.createdAtMs,
    priceKrw: document.priceKrw,
    bidCount: document.bidCount,
    viewCount: document.viewCount,
  };
}

function wordFields(field: 'title' | 'tags' | 'description', words: readonly Word[]) {
  const pieces = [...words.flatMap(piecesOf), ...joinedPieces(words)];
  return {
    [`${field}Pieces`]: unique(pieces.map(pieceTerm)),
    [`${field}Strokes`]: unique(words.flat().map(strokesOfRun)),
  };
}

function strokesOfRun({ chars }: Run): string {
  return typedStrokes(chars.map(({ char }) => char).join(''));
}

function unique(terms: readonly string[]): string[] {
  return [...new Set(terms)];
}
