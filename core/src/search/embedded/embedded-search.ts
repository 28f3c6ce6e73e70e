import type { Db } from '../../mysql/connect.ts';
import { createSlots } from '../../runtime/slots.ts';
import { SearchAwayError } from '../auction-search.ts';
import type { AuctionSearch, SearchPage, SearchQuery } from '../auction-search.ts';
import { goOnTyping } from '../go-on-typing.ts';
import { readQuery } from '../text/read-query.ts';
import { correctWords } from './correct-words.ts';
import { countFound, facetsOf, findPage } from './find-found.ts';
import { readPlace, writePlace } from './place.ts';
import type { Taken } from './place.ts';
import { findTerms } from './suggest-terms.ts';
import { timedSelects } from './timed-select.ts';
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

/** What nobody asked for is counted for so long at most. */
const ASIDE_WITHIN_MS = 300;

type Cells = Awaited<ReturnType<typeof countFound>>;
type Counted = Parameters<typeof facetsOf>[0];
const NOTHING: Counted = { cells: [], isCounted: true };

/** The search on the record's own server, for machines without another and for when that is away. */
export function embeddedSearch(db: Db, limits = LIMITS): AuctionSearch {
  const { atOnce, waitingMax, withinMs } = limits;
  const slots = createSlots(atOnce, waitingMax, () => new SearchAwayError('too much to do'));
  const begin = timedSelects(db, slots, withinMs);
  return {
    find: async (query) => await find(begin(), query),
    suggest: async (typed, limit) => {
      const select = begin();
      return await goOnTyping(typed, limit, (word) => findTerms(select, word, limit));
    },
  };
}

async function find(select: Select, query: SearchQuery): Promise<SearchPage> {
  const place = readPlace(query);
  const words = readQuery(query.words);
  const isHashtagAlone = query.words === '' && query.hashtag !== null;
  if (words.length === 0 && !isHashtagAlone) return pageOf(query, 'as-typed', NOTHING, []);
  const asTyped = words.map(({ pieces }): Ways => [pieces]);
  if (place?.taken !== 'corrected') {
    const page = await findBy(select, asTyped, query, 'as-typed');
    if (place !== null || page !== null) return page ?? pageOf(query, 'as-typed', NOTHING, []);
  }
  const ways = await correctWords(select, words);
  const page = ways === null ? null : await findBy(select, ways, query, 'corrected');
  return page ?? pageOf(query, 'corrected', NOTHING, []);
}

// Null where nothing has the words, whatever its state.
async function findBy(
  select: Select,
  ways: readonly Ways[],
  query: SearchQuery,
  taken: Taken,
): Promise<SearchPage | null> {
  // What is asked for takes a slot before what is only aside.
  const finding = countFound(select, { ways, shelf: 'open' }, query);
  const counting = countEnded(select, ways, query);
  // Whoever is not waited for must not fail unheard.
  counting.catch(() => undefined);
  const open = await finding;
  const isSought = open.length > 0 || query.state === 'ended' || query.cursor !== null;
  const found = isSought ? await findPage(select, ways, query, readPlace(query)) : [];
  const ended = await counting;
  if (open.length === 0 && ended?.length === 0) return null;
  const counted = { cells: [...open, ...(ended ?? [])], isCounted: ended !== null };
  return pageOf(query, taken, counted, found);
}

// Where nobody asks for the ended they are counted only while that is quick, and on the first page; else null.
async function countEnded(
  select: Select,
  ways: readonly Ways[],
  query: SearchQuery,
): Promise<Cells | null> {
  const asked = { ways, shelf: 'ended' as const };
  if (query.state === 'ended') return await countFound(select, asked, query);
  if (query.cursor !== null) return null;
  try {
    return await countFound(select, { ...asked, aside: { withinMs: ASIDE_WITHIN_MS } }, query);
  } catch (error) {
    if (error instanceof SearchAwayError) return null;
    throw error;
  }
}

function pageOf(
  query: SearchQuery,
  taken: Taken,
  counted: Counted,
  found: Awaited<ReturnType<typeof findPage>>,
): SearchPage {
  const { count: total, facets } = facetsOf(counted, query);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  const hasMore = found.length > query.limit && last !== undefined;
  return {
    auctionIds: page.map(({ id }) => id),
    nextCursor: hasMore ? writePlace(query, { taken, ...last }) : null,
    total: { count: total, isExact: true },
    facets,
  };
}
