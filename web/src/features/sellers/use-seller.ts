import {
  getSeller,
  listSellerAuctions,
  listSellerRatings,
} from '@sagopalgo/core/contracts/sellers.ts';
import type { SaleList } from '@sagopalgo/core/contracts/sellers.ts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

const AUCTIONS_A_PAGE = 12;
const RATINGS_A_PAGE = 10;

/** Who somebody is as a seller. */
export function useSeller(sellerId: string) {
  return useQuery({
    queryKey: queryKeys.seller(sellerId),
    queryFn: () => callApi(getSeller, { params: { sellerId } }),
  });
}

/** What they sell or have sold. */
export function useSellerAuctions(sellerId: string, state: SaleList) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.seller(sellerId), 'auctions', state],
    queryFn: ({ pageParam }) =>
      callApi(listSellerAuctions, {
        params: { sellerId },
        query: { state, limit: AUCTIONS_A_PAGE, ...(pageParam !== '' && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What buyers said of them. */
export function useSellerRatings(sellerId: string) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.seller(sellerId), 'ratings'],
    queryFn: ({ pageParam }) =>
      callApi(listSellerRatings, {
        params: { sellerId },
        query: { limit: RATINGS_A_PAGE, ...(pageParam !== '' && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}
