import type { Suggestion } from '../../contracts/auction-lists.ts';
import { TYPED_MAX_STROKES } from '../go-on-typing.ts';
import type { SearchDocument } from '../search-index.ts';
import { foldText } from './fold.ts';
import { hashtagKey } from './hashtag-key.ts';
import { typedStrokes } from './strokes.ts';
import { stemLength } from './particles.ts';
import { textOf, wordsOf } from './words-of.ts';
import type { Word } from './words-of.ts';

const LENGTH_MIN = 2;
const LENGTH_MAX = 30;
/** The columns that words are kept in. */
const KEPT_MAX_UNITS = 60;
const LETTER = /\p{L}/u;

/** The words of a document by which others go on with what they type: none twice of its kind. */
export function suggestedWords(document: SearchDocument): Suggestion[] {
  const { title, hashtags, categoryId, categoryNames } = document;
  const category = categoryNames.slice(0, 1).filter(isKeepable);
  const titles = wordsOf(title).flatMap(partsOf);
  return [
    ...category.map((text) => ({ text, kind: 'category' as const, categoryId })),
    ...unlike(hashtags.map(hashtagKey)).map((text) => ({ text, kind: 'hashtag' as const })),
    ...unlike(titles).map((text) => ({ text, kind: 'title' as const })),
  ];
}

// Of 라이카M6 people look for either part, too.
function partsOf(word: Word): string[] {
  const runs = word.length === 1 ? [] : word.map((run) => textOf([run]));
  return [withoutParticle(word), ...runs];
}

function withoutParticle(word: Word): string {
  const text = textOf(word);
  const last = word.at(-1);
  if (last?.script !== 'hangul') return text;
  const syllables = last.chars.map(({ char }) => char);
  const dropped = syllables.length - stemLength(syllables);
  return Array.from(text)
    .slice(0, -dropped || undefined)
    .join('');
}

function unlike(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => {
    const { length } = Array.from(text);
    return length >= LENGTH_MIN && length <= LENGTH_MAX && LETTER.test(text) && isKeepable(text);
  });
}

// A syllable is up to five strokes, and one character may fold to many.
function isKeepable(text: string): boolean {
  const folded = foldText(text);
  return (
    text.length <= KEPT_MAX_UNITS &&
    folded.length <= KEPT_MAX_UNITS &&
    typedStrokes(folded).length <= TYPED_MAX_STROKES
  );
}
