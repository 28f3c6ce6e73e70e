import { SUGGESTION_KINDS, TYPED_MAX_STROKES } from '../go-on-typing.ts';
import type { Term } from '../go-on-typing.ts';
import type { SearchDocument } from '../search-index.ts';
import { foldText } from '../text/fold.ts';
import { hashtagKey } from '../text/hashtag-key.ts';
import { isConsonant } from '../text/hangul.ts';
import { initialStrokes, typedStrokes } from '../text/strokes.ts';
import { suggestedWords } from '../text/suggested-words.ts';
import type { Clause } from './words-query.ts';

/** By what a term is found: its strokes or its initials. */
const BY_STROKES = 's';
const BY_INITIALS = 'i';
/** Nothing that is typed goes on with these: a whole hashtag, to be found by. */
const HASHTAG = 't';
/** Stands in no word that is found by, and in no id; the name of a category, which comes last, may hold it. */
const BETWEEN = '|';

/** The answer, as termsRequest asks for it. */
export interface TermCounts {
  terms: { buckets: { key: string; doc_count: number }[] };
}

/** Every way to find the words that a document has to suggest, which are part of it; and its hashtags as they are. */
export function suggestionTerms(document: SearchDocument): string[] {
  const words = suggestedWords(document).flatMap(({ text, kind, categoryId = '' }) => {
    const folded = foldText(text).replace(/[^\p{L}\p{N}]/gu, '');
    const term = [kind, categoryId, text].join(BETWEEN);
    return [
      [BY_STROKES, typedStrokes(folded), term].join(BETWEEN),
      [BY_INITIALS, initialStrokes(folded), term].join(BETWEEN),
    ];
  });
  return [...new Set([...words, ...document.hashtags.map(hashtagTerm)])];
}

/** What has exactly that hashtag has this among its suggestions. */
export function hashtagTerm(hashtag: string): string {
  return [HASHTAG, hashtagKey(hashtag)].join(BETWEEN);
}

/** Counts the terms that begin with a folded word; null for one that none can begin with. */
export function termsRequest(word: string, limit: number): Clause | null {
  const strokes = typedStrokes(word);
  if (strokes.length > TYPED_MAX_STROKES) return null;
  const way = Array.from(word).every(isConsonant) ? BY_INITIALS : BY_STROKES;
  const beginning = [way, strokes].join(BETWEEN);
  return {
    query: { prefix: { suggestions: beginning } },
    size: 0,
    track_total_hits: false,
    aggs: {
      terms: {
        terms: {
          field: 'suggestions',
          include: `${escaped(beginning)}.*`,
          size: limit * SUGGESTION_KINDS.length,
        },
      },
    },
  };
}

/** The terms of an answer. */
export function readTerms({ terms }: TermCounts): Term[] {
  return terms.buckets.map(({ key, doc_count: uses }) => {
    const [, , kind, categoryId = '', ...text] = key.split(BETWEEN);
    return { text: text.join(BETWEEN), kind: kind as Term['kind'], categoryId, uses };
  });
}

// As Lucene reads expressions.
function escaped(text: string): string {
  return text.replace(/[.?+*|{}[\]()"\\#@&<>~^$]/g, '\\$&');
}
