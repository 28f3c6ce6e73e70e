import type { estypes } from '@elastic/elasticsearch';
import { LIST_STATES } from '../../contracts/auction-lists.ts';
import type { Facets } from '../../contracts/auction-lists.ts';
import type { AuctionSearch, SearchPage, SearchQuery } from '../auction-search.ts';
import { SearchAwayError } from '../auction-search.ts';
import { goOnTyping } from '../go-on-typing.ts';
import type { Term } from '../go-on-typing.ts';
import { priceFacet } from '../price-bands.ts';
import { asked } from './connect-elastic.ts';
import type { Elastic } from './connect-elastic.ts';
import { findRequest } from './find-request.ts';
import { readHitPlace, writeHitPlace } from './hit-place.ts';
import type { HitPlace } from './hit-place.ts';
import { readTerms, termsRequest } from './suggest-terms.ts';
import type { TermCounts } from './suggest-terms.ts';
import { wordsQuery } from './words-query.ts';
import type { Clause, Reading } from './words-query.ts';

/** Whoever looks for something waits no longer, and asks elsewhere. */
const ANSWER_WITHIN_MS = 800;

/** The answer's facets, as findRequest asks for them. */
interface FacetCounts {
  all: { doc_count: number };
  categories: { counts: { buckets: { key: string; doc_count: number }[] } };
  states: { counts: { buckets: Record<string, { doc_count: number }> } };
  prices: { counts: { buckets: { doc_count: number }[] } };
}

/** Searches in Elasticsearch; is away where that takes longer than `withinMs`. */
export function elasticSearch(elastic: Elastic, withinMs = ANSWER_WITHIN_MS): AuctionSearch {
  const ask = asker(elastic, withinMs);
  return {
    find: (query) => find(ask, query),
    suggest: (typed, limit) => goOnTyping(typed, limit, (word) => findTerms(ask, word, limit)),
  };
}

/** Asks for something, and has a whole answer or a SearchAwayError. */
type Ask = <Aggregations>(request: Clause) => Promise<Whole<Aggregations>>;
type Whole<Aggregations> = Pick<estypes.SearchResponse<never>, 'hits'> & {
  aggregations: Aggregations;
};

function asker({ client, name }: Elastic, withinMs: number): Ask {
  return async <Aggregations>(request: Clause) => {
    const search = client.search<never, Aggregations>(
      { index: name, ...request },
      { requestTimeout: withinMs },
    );
    const { hits, aggregations, timed_out: isCut } = await asked(search);
    if (isCut || !aggregations) throw new SearchAwayError('half an answer');
    return { hits, aggregations };
  };
}

async function find(ask: Ask, query: SearchQuery): Promise<SearchPage> {
  const place = readHitPlace(query);
  if (place) return findAs(ask, query, place.reading, place.after);
  const exact = await findAs(ask, query, 'exact', null);
  if (isHashtagAlone(query)) return exact;
  // What somebody has written just so is what was meant, even where none of it is live.
  return exact.isFound ? exact : findAs(ask, query, 'forgiving', null);
}

/** `isFound`: whether the words stand anywhere, whatever the filters leave of it. */
async function findAs(
  ask: Ask,
  query: SearchQuery,
  reading: Reading,
  after: HitPlace['after'] | null,
): Promise<SearchPage & { isFound: boolean }> {
  const words = wordsQuery(query.words, reading);
  if (words === null && !isHashtagAlone(query)) return { ...NOTHING_FOUND, isFound: false };
  const { hits, aggregations } = await ask<FacetCounts>(findRequest(query, words, after));
  return {
    ...pageOf(query, hits, reading),
    facets: facetsOf(aggregations),
    isFound: aggregations.all.doc_count > 0,
  };
}

function isHashtagAlone({ words, hashtag }: SearchQuery): boolean {
  return words === '' && hashtag !== null;
}

async function findTerms(ask: Ask, word: string, limit: number): Promise<Term[]> {
  const request = termsRequest(word, limit);
  return request === null ? [] : readTerms((await ask<TermCounts>(request)).aggregations);
}

function pageOf(query: SearchQuery, { hits, total }: Whole<never>['hits'], reading: Reading) {
  const shown = hits.slice(0, query.limit);
  const after = shown.at(-1)?.sort as HitPlace['after'] | undefined;
  const goesOn = hits.length > shown.length && after !== undefined;
  const count = typeof total === 'object' ? total.value : (total ?? 0);
  return {
    auctionIds: shown.map(({ _id: auctionId = '' }) => auctionId),
    nextCursor: goesOn ? writeHitPlace(query, { reading, after }) : null,
    total: { count, isExact: true },
  };
}

function facetsOf({ categories, states, prices }: FacetCounts): Facets {
  return {
    categories: categories.counts.buckets.map(({ key, doc_count: count }) => ({
      categoryId: key,
      count,
    })),
    states: LIST_STATES.map((state) => ({
      state,
      count: states.counts.buckets[state]?.doc_count ?? 0,
    })),
    prices: priceFacet(prices.counts.buckets.map(({ doc_count: count }) => count)),
  };
}

const NOTHING_FOUND: SearchPage = {
  auctionIds: [],
  nextCursor: null,
  total: { count: 0, isExact: true },
  facets: {
    categories: [],
    states: LIST_STATES.map((state) => ({ state, count: 0 })),
    prices: priceFacet([]),
  },
};
