import { LIST_STATES } from '../../contracts/auction-lists.ts';
import type { ListedState } from '../../contracts/auction-lists.ts';
import type { SearchQuery } from '../auction-search.ts';
import { listOrder } from '../list-order.ts';
import { PRICE_BANDS_KRW } from '../price-bands.ts';
import { hashtagTerm } from './suggest-terms.ts';
import type { Clause } from './words-query.ts';

/** More categories than an operator would ever make. */
const CATEGORIES_MAX = 2_000;

/** What the facets of an answer are called. */
export type FacetNames = 'all' | 'categories' | 'states' | 'prices';

/**
 * A page of what `words` find among what has the hashtag asked for, with its facets; null words: all of that. `after`
 * are the sort values of the last hit before.
 */
export function findRequest(
  query: SearchQuery,
  words: Clause | null,
  after: readonly (string | number)[] | null,
): Clause {
  const wanted = alwaysWanted(query);
  const state = inState(query.state, query.nowMs);
  return {
    // Filters come after the words: whether anything has these is told without them.
    query: sought(words, query.hashtag),
    post_filter: allOf([...wanted, ofCategories(query), state, ofPrices(query)]),
    aggs: facetsOf(query),
    sort: sortOf(query),
    size: query.limit + 1,
    track_total_hits: true,
    // The score is asked for by relevance only, and then it is the first of the sort values.
    track_scores: false,
    ...(after && { search_after: after }),
  };
}

function sought(words: Clause | null, hashtag: string | null): Clause {
  const tagged = hashtag === null ? [] : [{ term: { suggestions: hashtagTerm(hashtag) } }];
  return { bool: { ...(words && { must: words }), filter: tagged } };
}

/** Filters that no facet leaves out. */
function alwaysWanted({ noBids, closesBeforeMs }: SearchQuery): Clause[] {
  return [
    ...(noBids ? [{ term: { bidCount: 0 } }] : []),
    ...(closesBeforeMs === null ? [] : [{ range: { closesAtMs: { lt: closesBeforeMs } } }]),
  ];
}

function ofCategories({ categoryIds }: SearchQuery): Clause {
  return categoryIds === null ? ANYTHING : { terms: { categoryId: [...categoryIds] } };
}

function ofPrices({ minKrw, maxKrw }: SearchQuery): Clause {
  if (minKrw === null && maxKrw === null) return ANYTHING;
  const from = minKrw === null ? {} : { gte: minKrw };
  const to = maxKrw === null ? {} : { lte: maxKrw };
  return { range: { priceKrw: { ...from, ...to } } };
}

/** By time as well as by record, as `auctionState` has it. */
function inState(state: ListedState, nowMs: number): Clause {
  const unsettled: Clause = { term: { isSettled: false } };
  const hasOpened: Clause = { range: { opensAtMs: { lte: nowMs } } };
  const hasClosed: Clause = { range: { closesAtMs: { lte: nowMs } } };
  switch (state) {
    case 'coming':
      return { bool: { filter: unsettled, must_not: hasOpened } };
    case 'live':
      return { bool: { filter: [unsettled, hasOpened], must_not: hasClosed } };
    case 'ended':
      return {
        bool: {
          should: [{ term: { isSettled: true } }, hasClosed],
          minimum_should_match: 1,
        },
      };
    default:
      return state satisfies never;
  }
}

function facetsOf(query: SearchQuery): Record<FacetNames, Clause> {
  const wanted = alwaysWanted(query);
  const state = inState(query.state, query.nowMs);
  const states = LIST_STATES.map((name) => [name, inState(name, query.nowMs)] as const);
  const bands = PRICE_BANDS_KRW.map((from, band) => {
    const to = PRICE_BANDS_KRW[band + 1];
    return to === undefined ? { from } : { from, to };
  });
  return {
    all: { filter: ANYTHING },
    categories: {
      filter: allOf([...wanted, state, ofPrices(query)]),
      aggs: { counts: { terms: { field: 'categoryId', size: CATEGORIES_MAX } } },
    },
    states: {
      filter: allOf([...wanted, ofCategories(query), ofPrices(query)]),
      aggs: { counts: { filters: { filters: Object.fromEntries(states) } } },
    },
    prices: {
      filter: allOf([...wanted, ofCategories(query), state]),
      aggs: { counts: { range: { field: 'priceKrw', ranges: bands } } },
    },
  };
}

/** The tie is broken the same way in every order, so that pages never overlap. */
function sortOf({ sort, state }: SearchQuery): Clause[] {
  const { by, isDescending } = listOrder(sort, state);
  const ordered = [{ [by]: isDescending ? 'desc' : 'asc' }, { auctionId: 'asc' }];
  return sort === 'relevance' ? [{ _score: 'desc' }, ...ordered] : ordered;
}

const ANYTHING: Clause = { match_all: {} };

function allOf(filters: readonly Clause[]): Clause {
  return { bool: { filter: filters.filter((filter) => filter !== ANYTHING) } };
}
