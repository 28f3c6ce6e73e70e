import { desc, sql } from 'drizzle-orm';
import type { Db } from '../../mysql/connect.ts';
import { searchTerms } from '../../mysql/search-schema.ts';
import { createSlots } from '../../runtime/slots.ts';
import { SearchAwayError } from '../auction-search.ts';
import { TYPED_MAX_STROKES } from '../go-on-typing.ts';
import { foldText } from '../text/fold.ts';
import { isConsonant } from '../text/hangul.ts';
import { typedStrokes } from '../text/strokes.ts';
import { timedSelects } from './timed-select.ts';

/** Little of the server: whoever types a hashtag can go on without. */
const LIMITS = { atOnce: 2, waitingMax: 32, withinMs: 1_000 };

/** A hashtag and how many auctions that are listed and not hidden have it. */
export interface CountedHashtag {
  hashtag: string;
  count: number;
}

/** Finds hashtags that begin with what is typed, jamo or initials, the most used first. Throws SearchAwayError. */
export type FindHashtags = (typed: string, limit: number) => Promise<CountedHashtag[]>;

/** By the words that the embedded index counts, which is kept whichever search is asked. */
export function embeddedHashtags(db: Db, limits = LIMITS): FindHashtags {
  const { atOnce, waitingMax, withinMs } = limits;
  const slots = createSlots(atOnce, waitingMax, () => new SearchAwayError('too much to do'));
  const begin = timedSelects(db, slots, withinMs);
  return async (typed, limit) => {
    const word = foldText(typed).replace(/[^\p{L}\p{N}]/gu, '');
    const strokes = typedStrokes(word);
    if (word === '' || strokes.length > TYPED_MAX_STROKES) return [];
    const isInitials = Array.from(word).every(isConsonant);
    const column = isInitials ? searchTerms.initials : searchTerms.typed;
    const { text, kind, uses } = searchTerms;
    return await begin()<CountedHashtag>(
      sql`${text} AS hashtag, ${uses} AS count FROM ${searchTerms}
        WHERE ${column} LIKE ${`${strokes}%`} AND ${kind} = 'hashtag'
        ORDER BY ${desc(uses)}, ${text} LIMIT ${limit}`,
    );
  };
}
