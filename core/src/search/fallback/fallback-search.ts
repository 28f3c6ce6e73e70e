import { RefusalError } from '../../contracts/errors.ts';
import type { AuctionSearch, SearchPage, SearchQuery } from '../auction-search.ts';
import { SearchAwayError } from '../auction-search.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { readPagePlace, writePagePlace } from './page-place.ts';
import type { Adapter, PagePlace } from './page-place.ts';

/** As many hits as one page may have. */
const PAGE_MAX = 100;
/** So many hits are passed over, at most, where an adapter goes on with the list of the other. */
const PASSED_OVER_MAX = 500;

/** The two searches, and what hears of how they do. */
export interface FallbackOptions {
  elasticsearch: AuctionSearch;
  embedded: AuctionSearch;
  /** Milliseconds that never go back. */
  nowMs: () => number;
  answered: (adapter: Adapter) => void;
  /** Elasticsearch was away several times in a row, and is left alone for a while. */
  away: (error: Error) => void;
  back: () => void;
  /** What it answered is no outage but a fault of ours. */
  faulty: (error: unknown) => void;
}

/**
 * Elasticsearch, and the embedded search wherever that does not answer. A list is gone on with by the
 * adapter that began it; where that is away by the other, which passes over as many as were told.
 */
export function searchWithFallback(options: FallbackOptions): AuctionSearch {
  const { elasticsearch, embedded, nowMs, away, back } = options;
  // What completes words may be away while what finds is not, and the other way round.
  const finds = new CircuitBreaker({ nowMs, opened: away, closed: back });
  const suggestions = new CircuitBreaker({ nowMs, opened: away, closed: back });
  const ask = async <Answer>(
    breaker: CircuitBreaker,
    adapter: Adapter,
    work: (search: AuctionSearch) => Promise<Answer>,
  ): Promise<Answer> => {
    const isFirst = adapter === 'elasticsearch';
    const answer = isFirst ? breaker.run(() => work(elasticsearch)) : work(embedded);
    const told = await answer;
    options.answered(adapter);
    return told;
  };
  const askInTurn = async <Answer>(
    breaker: CircuitBreaker,
    [first, second]: readonly [Adapter, Adapter],
    work: (search: AuctionSearch, adapter: Adapter) => Promise<Answer>,
  ): Promise<Answer> => {
    try {
      return await ask(breaker, first, (search) => work(search, first));
    } catch (error) {
      if (error instanceof RefusalError) throw error;
      if (!(error instanceof SearchAwayError)) options.faulty(error);
      return ask(breaker, second, (search) => work(search, second));
    }
  };
  return {
    find: async (query) => {
      const place = readPagePlace(query);
      return askInTurn(finds, turns(place), (search, adapter) =>
        findFrom(search, adapter, query, place),
      );
    },
    suggest: (typed, limit) =>
      askInTurn(suggestions, turns(null), (search) => search.suggest(typed, limit)),
  };
}

function turns(place: PagePlace | null): readonly [Adapter, Adapter] {
  if (place?.adapter === 'embedded') return ['embedded', 'elasticsearch'];
  return ['elasticsearch', 'embedded'];
}

async function findFrom(
  search: AuctionSearch,
  adapter: Adapter,
  query: SearchQuery,
  place: PagePlace | null,
): Promise<SearchPage> {
  const page =
    place === null || place.adapter === adapter
      ? await search.find({ ...query, cursor: place?.cursor ?? null })
      : await findBeyond(search, query, place.seen);
  const seen = (place?.seen ?? 0) + page.auctionIds.length;
  const { nextCursor: cursor } = page;
  const goesOn = cursor !== null && page.auctionIds.length > 0;
  return { ...page, nextCursor: goesOn ? writePagePlace(query, { adapter, seen, cursor }) : null };
}

/** The page after so many hits; the list ends where that is further than may be passed over. */
async function findBeyond(
  search: AuctionSearch,
  query: SearchQuery,
  seen: number,
): Promise<SearchPage> {
  let cursor: string | null = null;
  let toPass = Math.min(seen, PASSED_OVER_MAX);
  while (toPass > 0) {
    const limit = Math.min(toPass, PAGE_MAX);
    const passed: SearchPage = await search.find({ ...query, limit, cursor });
    cursor = passed.nextCursor;
    toPass -= limit;
    if (cursor === null || (toPass === 0 && seen > PASSED_OVER_MAX)) {
      return { ...passed, auctionIds: [], nextCursor: null };
    }
  }
  return search.find({ ...query, cursor });
}
