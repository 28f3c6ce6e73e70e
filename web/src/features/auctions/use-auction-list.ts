import { listAuctions } from '@sagopalgo/core/contracts/auction-lists.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import type { ListState } from '../../lib/paths.ts';
import { queryKeys } from '../../lib/query-keys.ts';

const PAGE_SIZE = 24;
/** New auctions may have begun meanwhile; nothing on the stream tells of those. */
const READ_AGAIN_MS = 30_000;

/** Auctions in a state, of one category or all, page by page. */
export function useAuctionList(state: ListState, categoryId: string | null) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.auctions, state, categoryId],
    queryFn: ({ pageParam }) =>
      callApi(listAuctions, {
        query: {
          state,
          limit: PAGE_SIZE,
          ...(categoryId && { categoryId }),
          ...(pageParam && { cursor: pageParam }),
        },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: state === 'live' ? READ_AGAIN_MS : false,
  });
}
