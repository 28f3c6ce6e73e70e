import { desc, sql } from 'drizzle-orm';
import { searchTerms } from '../../mysql/search-schema.ts';
import { SUGGESTION_KINDS, TYPED_MAX_STROKES } from '../go-on-typing.ts';
import type { Term } from '../go-on-typing.ts';
import { isConsonant } from '../text/hangul.ts';
import { typedStrokes } from '../text/strokes.ts';
import type { Select } from './timed-select.ts';

/** The terms that begin with a folded word, by its strokes or its initials, most used first. */
export function findTerms(select: Select, word: string, limit: number): Promise<Term[]> {
  const strokes = typedStrokes(word);
  if (strokes.length > TYPED_MAX_STROKES) return Promise.resolve([]);
  const column = Array.from(word).every(isConsonant) ? searchTerms.initials : searchTerms.typed;
  const { text, kind, categoryId, uses } = searchTerms;
  return select<Term>(
    sql`${text} AS text, ${kind} AS kind, ${categoryId} AS categoryId, ${uses} AS uses
      FROM ${searchTerms} WHERE ${column} LIKE ${`${strokes}%`}
      ORDER BY ${desc(uses)}, ${text} LIMIT ${limit * SUGGESTION_KINDS.length}`,
  );
}
