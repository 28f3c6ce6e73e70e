import { listMyBids } from '@sagopalgo/core/contracts/bids.ts';
import { listMyOffers } from '@sagopalgo/core/contracts/offers.ts';
import { listMySales, listMyWins } from '@sagopalgo/core/contracts/orders.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';

const PAGE_SIZE = 20;
/** Results are told within a second of a closing; an open page follows soon after. */
const READ_AGAIN_MS = 5000;

/** Auctions in which the person has bid. */
export function useMyBids() {
  return useMine('bids', (query) => callApi(listMyBids, { query }));
}

/** Auctions that the person sells. */
export function useMySales() {
  return useMine('sales', (query) => callApi(listMySales, { query }));
}

/** What the person has won, with its order. */
export function useMyWins() {
  return useMine('wins', (query) => callApi(listMyWins, { query }));
}

/** Second chances of the person, with what became of them. */
export function useMyOffers() {
  return useMine('offers', (query) => callApi(listMyOffers, { query }));
}

interface PageQuery {
  limit: number;
  cursor?: string;
}

function useMine<Page extends { nextCursor: string | null }>(
  name: string,
  readPage: (query: PageQuery) => Promise<Page>,
) {
  const session = useSession();
  return useInfiniteQuery({
    queryKey: [...queryKeys.mine, name],
    queryFn: ({ pageParam }) =>
      readPage({ limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    enabled: Boolean(session),
    refetchInterval: READ_AGAIN_MS,
  });
}
