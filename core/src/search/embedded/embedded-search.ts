import type { Db } from '../../mysql/connect.ts';
import { createSlots } from '../../runtime/slots.ts';
import { SearchAwayError } from '../auction-search.ts';
import type { AuctionSearch, SearchPage, SearchQuery } from '../auction-search.ts';
import { readQuery } from '../text/read-query.ts';
import { correctWords } from './correct-words.ts';
import { countFound, facetsOf, findPage } from './find-found.ts';
import { readPlace, writePlace } from './place.ts';
import type { Taken } from './place.ts';
import { suggestTerms } from './suggest-terms.ts';
import { timedSelect } from './timed-select.ts';
import type { Select } from './timed-select.ts';
import type { Ways } from './tokens.ts';

/** How much of the server it may take; more is told that the search is away. */
export interface EmbeddedLimits {
  atOnce: number;
  waitingMax: number;
  withinMs: number;
}

/** As many statements are under way at once at most: its pool needs no more connections. */
export const SEARCHES_AT_ONCE = 4;
const LIMITS: EmbeddedLimits = { atOnce: SEARCHES_AT_ONCE, waitingMax: 32, withinMs: 1_500 };

/** The search on the record's own server, for machines without another and for when that is away. */
export function embeddedSearch(db: Db, limits = LIMITS): AuctionSearch {
  const { atOnce, waitingMax, withinMs } = limits;
  const slots = createSlots(atOnce, waitingMax, () => new SearchAwayError('too much to do'));
  const select = timedSelect(db, slots, withinMs);
  return {
    find: (query) => find(select, query),
    suggest: (typed, limit) => suggestTerms(select, typed, limit),
  };
}

async function find(select: Select, query: SearchQuery): Promise<SearchPage> {
  const place = readPlace(query);
  const words = readQuery(query.words);
  if (words.length === 0) return pageOf(query, 'as-typed', [], []);
  const asTyped = words.map(({ pieces }): Ways => [pieces]);
  if (place?.taken !== 'corrected') {
    const cells = await countFound(select, asTyped, query);
    if (place !== null || cells.length > 0) {
      return pageOf(query, 'as-typed', cells, await findPage(select, asTyped, query, place));
    }
  }
  const ways = await correctWords(select, words);
  if (ways === null) return pageOf(query, 'corrected', [], []);
  const cells = await countFound(select, ways, query);
  return pageOf(query, 'corrected', cells, await findPage(select, ways, query, place));
}

function pageOf(
  query: SearchQuery,
  taken: Taken,
  cells: Parameters<typeof facetsOf>[0],
  found: Awaited<ReturnType<typeof findPage>>,
): SearchPage {
  const { count, facets } = facetsOf(cells, query);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  const hasMore = found.length > query.limit && last !== undefined;
  return {
    auctionIds: page.map(({ id }) => id),
    nextCursor: hasMore ? writePlace(query, { taken, ...last }) : null,
    total: { count, isExact: true },
    facets,
  };
}
