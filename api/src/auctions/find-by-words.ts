import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { Facets, Highlight, ListQuery } from '@sagopalgo/core/contracts/auction-lists.ts';
import { withAllBelow } from '@sagopalgo/core/rules/category-tree.ts';
import type { SearchPage, SearchQuery } from '@sagopalgo/core/search/auction-search.ts';
import { excerpt, highlight } from '@sagopalgo/core/search/text/highlight.ts';
import type { Deps } from '../deps.ts';
import { categoriesBelow, readCategories } from '../views/categories.ts';
import type { ShowDeps } from '../views/show-auctions.ts';
import { isSought } from './is-sought.ts';
import { showPage } from './show-page.ts';

const HOUR_MS = 3_600_000;

type Used = ShowDeps & Pick<Deps, 'records' | 'search'>;

/** What of an auction stands where its words were found; of a hashtag alone nothing is to be shown. */
type Found = Auction & { highlight?: { title: Highlight; description: Highlight } };

/**
 * A page of the auctions that words are found in, or that have a hashtag, or both, with where the words stand, how many
 * there are, and how many there would be by other filters. Throws UNAVAILABLE while no search answers.
 */
export async function findByWords(
  deps: Used,
  query: ListQuery,
  viewerId: string | null,
): Promise<{
  items: Found[];
  nextCursor: string | null;
  total: SearchPage['total'];
  facets: Facets;
}> {
  const categoryIds = await categoriesBelow(deps, query.categoryId);
  const page = await deps.search.find(searchFor(query, categoryIds, deps.now()));
  const shown = await showPage(deps, {
    state: query.state,
    key: null,
    load: () => Promise.resolve(page),
    viewerId,
  });
  // The index is a moment behind, and nobody is shown what is not as it was asked for.
  const seen = shown.auctions.filter((auction) => isSought(query, auction, shown.nowMs));
  const { q = '' } = query;
  return {
    items: q === '' ? seen : seen.map((auction) => ({ ...auction, ...highlightOf(q, auction) })),
    nextCursor: page.nextCursor,
    total: page.total,
    facets: { ...page.facets, categories: await withBelow(deps, page.facets.categories) },
  };
}

function searchFor(
  query: ListQuery,
  categoryIds: readonly string[] | null,
  nowMs: number,
): SearchQuery {
  const { q = '', hashtag = null, state, minKrw, maxKrw, endingWithinHours, noBids } = query;
  const { sort = q === '' ? 'ending' : 'relevance', limit, cursor } = query;
  return {
    ...{ words: q, hashtag },
    ...{ state, nowMs, categoryIds, sort, limit },
    categoryId: query.categoryId ?? null,
    minKrw: minKrw ?? null,
    maxKrw: maxKrw ?? null,
    closesBeforeMs: endingWithinHours === undefined ? null : nowMs + endingWithinHours * HOUR_MS,
    noBids: noBids === 'true',
    cursor: cursor ?? null,
  };
}

function highlightOf(words: string, { title, description, hashtags }: Auction) {
  // A word that stands among the hashtags is not misspelt.
  const marked = highlight(words, { title, description, hashtags: hashtags.join(' ') });
  const { title: ofTitle, description: ofDescription } = marked;
  return { highlight: { title: ofTitle, description: excerpt(ofDescription) } };
}

/** Each category with what is in those below it; those in which nothing was found are left out. */
async function withBelow(deps: Used, counts: Facets['categories']): Promise<Facets['categories']> {
  const tree = await readCategories(deps);
  const own = new Map(counts.map(({ categoryId, count }) => [categoryId, count]));
  const known = tree.map(({ categoryId }) => ({
    categoryId,
    count: withAllBelow(tree, categoryId).reduce((sum, id) => sum + (own.get(id) ?? 0), 0),
  }));
  const inTree = new Set(tree.map(({ categoryId }) => categoryId));
  const others = counts.filter(({ categoryId }) => !inTree.has(categoryId));
  return [...known.filter(({ count }) => count > 0), ...others];
}
