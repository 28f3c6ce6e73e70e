import type { AuctionSort, ListedState } from '@sagopalgo/core/contracts/auction-lists.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';

const HOUR_MS = 3_600_000;

/** What a list is asked for, as the model understands it. */
export interface Wish {
  state: ListedState;
  sort: Exclude<AuctionSort, 'relevance'>;
  /** The categories that count. */
  categoryIds: string[];
  minKrw?: number | undefined;
  maxKrw?: number | undefined;
  endingWithinHours?: number | undefined;
  noBids?: 'true' | undefined;
}

/** The ids that a list holds, in order: the plain way, written from the contract. */
export function modelledList(rows: readonly AuctionRow[], wish: Wish, nowMs: number): string[] {
  const wanted = rows.filter((row) => isWanted(row, wish, nowMs));
  const [key, isDescending] = keyOf(wish);
  const sorted = wanted.toSorted((one, other) => {
    const difference = key(one) - key(other);
    if (difference !== 0) return difference;
    return one.auctionId < other.auctionId ? -1 : 1;
  });
  const ids = sorted.map(({ auctionId }) => auctionId);
  return isDescending ? ids.toReversed() : ids;
}

function isWanted(row: AuctionRow, wish: Wish, nowMs: number): boolean {
  const { minKrw = 0, maxKrw = Infinity, endingWithinHours = Infinity } = wish;
  const priceKrw = row.priceKrw ?? row.startKrw;
  return (
    stateOf(row, nowMs) === wish.state &&
    wish.categoryIds.includes(row.categoryId) &&
    priceKrw >= minKrw &&
    priceKrw <= maxKrw &&
    row.closesAtMs < nowMs + endingWithinHours * HOUR_MS &&
    (wish.noBids === undefined || row.bidCount === 0)
  );
}

function stateOf(row: AuctionRow, nowMs: number): ListedState {
  if (['sold', 'unsold', 'cancelled'].includes(row.state)) return 'ended';
  if (row.opensAtMs > nowMs) return 'coming';
  return row.closesAtMs > nowMs ? 'live' : 'ended';
}

function keyOf({ sort, state }: Wish): [key: (row: AuctionRow) => number, isDescending: boolean] {
  const priceKrw = (row: AuctionRow) => row.priceKrw ?? row.startKrw;
  const orders: Record<Wish['sort'], [key: (row: AuctionRow) => number, isDescending: boolean]> = {
    ending: [(row) => row.closesAtMs, state === 'ended'],
    newest: [(row) => row.createdAtMs, true],
    bids: [(row) => row.bidCount, true],
    views: [(row) => row.viewCount, true],
    'price-low': [priceKrw, false],
    'price-high': [priceKrw, true],
  };
  return orders[sort];
}
