import { and, eq, gt, gte, inArray, lt, lte, notInArray, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { LIST_STATES } from '../../contracts/auction-lists.ts';
import type { Facets, ListedState } from '../../contracts/auction-lists.ts';
import { searchDocuments, searchTexts } from '../../mysql/search-schema.ts';
import { UNSETTLED_STATES } from '../../rules/auction-states.ts';
import { listOrder } from '../list-order.ts';
import type { SearchQuery } from '../auction-search.ts';
import { PRICE_BANDS_KRW, priceFacet } from '../price-bands.ts';
import type { Place } from './place.ts';
import type { Aside, Select } from './timed-select.ts';
import { everyWord, everyWordInTitle, ofHashtag } from './tokens.ts';
import type { Shelf, Ways } from './tokens.ts';

const { opensAtMs, closesAtMs, priceKrw, categoryId, auctionId } = searchDocuments;

/** So many were found of a category, state and band of prices, within prices and other filters or not. */
interface Cell {
  categoryId: string;
  state: ListedState;
  band: number;
  isPriced: number;
  isWanted: number;
  count: number;
}

/** A found auction and what it is sorted by. */
export interface Found {
  id: string;
  key: number;
  inTitle: number;
}

/** What of a shelf has the words, counted once for all facets; nothing was found when it is empty. */
export async function countFound(
  select: Select,
  { ways, shelf, aside }: { ways: readonly Ways[]; shelf: Shelf; aside?: Aside },
  query: SearchQuery,
): Promise<Cell[]> {
  const bands = PRICE_BANDS_KRW.map((fromKrw) => sql`(${priceKrw} >= ${fromKrw})`);
  return await select<Cell>(
    sql`STRAIGHT_JOIN ${categoryId} AS categoryId, ${stateAt(query.nowMs)} AS state,
      ${sql.join(bands, sql` + `)} - 1 AS band, ${asFlag(pricedAs(query))} AS isPriced,
      ${asFlag(filteredAs(query))} AS isWanted, COUNT(*) AS count
      FROM ${searchTexts} JOIN ${searchDocuments} ON ${searchDocuments.textId} = ${searchTexts.textId}
      WHERE ${matches(sought(ways, query, [shelf]))}
      GROUP BY 1, 2, 3, 4, 5`,
    aside,
  );
}

/** One page of what has the words, and one more where others follow. */
export async function findPage(
  select: Select,
  ways: readonly Ways[],
  query: SearchQuery,
  place: Place | null,
): Promise<Found[]> {
  const { categoryIds, limit } = query;
  if (categoryIds?.length === 0) return [];
  const shelves = shelvesOf(query);
  const isTiered = query.sort === 'relevance' && ways.length > 0;
  const inTitle = isTiered ? asFlag(matches(everyWordInTitle(ways, shelves))) : sql`0`;
  const { by, isDescending } = listOrder(query.sort, query.state);
  const key = searchDocuments[by];
  const direction = sql.raw(isDescending ? 'DESC' : 'ASC');
  return await select<Found>(
    sql`STRAIGHT_JOIN ${auctionId} AS id, ${key} AS \`key\`, ${inTitle} AS inTitle
      FROM ${searchTexts} JOIN ${searchDocuments} ON ${searchDocuments.textId} = ${searchTexts.textId}
      WHERE ${and(
        matches(sought(ways, query, shelves)),
        filteredAs(query),
        pricedAs(query),
        categoryIds === null ? undefined : inArray(categoryId, [...categoryIds]),
        inState(query.state, query.nowMs),
      )}
      ${place ? sql`HAVING ${beyond(place, isDescending)}` : sql``}
      ORDER BY inTitle DESC, \`key\` ${direction}, id ${direction} LIMIT ${limit + 1}`,
  );
}

/** The shelves on which auctions in that state may stand: what is over need not be settled yet. */
export function shelvesOf({ state }: SearchQuery): Shelf[] {
  return state === 'ended' ? ['open', 'ended'] : ['open'];
}

/** How many there are with all filters, and facets each without its own; of states only those counted. */
export function facetsOf(
  { cells: found, isCounted }: { cells: readonly Cell[]; isCounted: boolean },
  { state, categoryIds }: SearchQuery,
): { count: number; facets: Facets } {
  // What the other filters leave out counts only for whether anything has the words.
  const cells = found.filter((cell) => cell.isWanted === 1);
  const inCategory = ({ categoryId: own }: Cell) =>
    categoryIds === null || categoryIds.includes(own);
  const isAsked = (cell: Cell) => cell.state === state;
  const isPriced = (cell: Cell) => cell.isPriced === 1;
  const byCategory = cells.filter((cell) => isAsked(cell) && isPriced(cell));
  const byState = cells.filter((cell) => inCategory(cell) && isPriced(cell));
  const byPrice = cells.filter((cell) => inCategory(cell) && isAsked(cell));
  const ids = [...new Set(byCategory.map((cell) => cell.categoryId))];
  const facets = {
    categories: ids.map((id) => ({
      categoryId: id,
      count: total(byCategory.filter((cell) => cell.categoryId === id)),
    })),
    states: LIST_STATES.filter((one) => isCounted || one !== 'ended').map((one) => ({
      state: one,
      count: total(byState.filter((cell) => cell.state === one)),
    })),
    prices: priceFacet(
      PRICE_BANDS_KRW.map((_, band) => total(byPrice.filter((cell) => cell.band === band))),
    ),
  };
  return { count: total(byCategory.filter(inCategory)), facets };
}

function total(cells: readonly Cell[]): number {
  return cells.reduce((sum, { count }) => sum + count, 0);
}

function sought(
  ways: readonly Ways[],
  { hashtag }: SearchQuery,
  shelves: readonly Shelf[],
): string {
  const tagged = hashtag === null ? [] : [ofHashtag(hashtag, shelves)];
  return [...tagged, everyWord(ways, shelves)].join(' ').trim();
}

function matches(expression: string): SQL {
  return sql`MATCH (${searchTexts.tokens}) AGAINST (${expression} IN BOOLEAN MODE)`;
}

function asFlag(condition: SQL | undefined): SQL {
  return condition ? sql`IF(${condition}, 1, 0)` : sql`1`;
}

// What every facet leaves in.
function filteredAs({ closesBeforeMs, noBids }: SearchQuery): SQL | undefined {
  return and(
    closesBeforeMs === null ? undefined : lt(closesAtMs, closesBeforeMs),
    noBids ? eq(searchDocuments.bidCount, 0) : undefined,
  );
}

function pricedAs({ minKrw, maxKrw }: SearchQuery): SQL | undefined {
  return and(
    minKrw === null ? undefined : gte(priceKrw, minKrw),
    maxKrw === null ? undefined : lte(priceKrw, maxKrw),
  );
}

function inState(state: ListedState, nowMs: number): SQL | undefined {
  const unsettled = inArray(searchDocuments.state, UNSETTLED_STATES);
  if (state === 'coming') return and(unsettled, gt(opensAtMs, nowMs));
  if (state === 'live') return and(unsettled, lte(opensAtMs, nowMs), gt(closesAtMs, nowMs));
  return or(notInArray(searchDocuments.state, UNSETTLED_STATES), lte(closesAtMs, nowMs));
}

function stateAt(nowMs: number): SQL {
  return sql`CASE WHEN ${inState('coming', nowMs)} THEN 'coming'
    WHEN ${inState('live', nowMs)} THEN 'live' ELSE 'ended' END`;
}

function beyond({ inTitle, key, id }: Place, isDescending: boolean): SQL {
  const compare = sql.raw(isDescending ? '<' : '>');
  return sql`(inTitle < ${inTitle} OR (inTitle = ${inTitle} AND
    (\`key\` ${compare} ${key} OR (\`key\` = ${key} AND id ${compare} ${id}))))`;
}
