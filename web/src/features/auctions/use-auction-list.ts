import { listAuctions } from '@sagopalgo/core/contracts/auction-lists.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { isSearch, queryOf } from '../../lib/list-choices.ts';
import type { ListChoices } from '../../lib/list-choices.ts';
import { queryKeys } from '../../lib/query-keys.ts';

const PAGE_SIZE = 24;
/** New auctions may have begun meanwhile; nothing on the stream tells of those. */
const READ_AGAIN_MS = 30_000;

/** The auctions that were chosen, page by page. */
export function useAuctionList(choices: ListChoices) {
  const query = queryOf(choices);
  return useInfiniteQuery({
    queryKey: [...queryKeys.auctions, query],
    queryFn: ({ pageParam }) =>
      callApi(listAuctions, {
        query: { ...query, limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: query.state === 'live' ? READ_AGAIN_MS : false,
    // Whoever looks for something again wants what has been listed since; but a search that has too much to do
    // is not helped by being asked again at once.
    ...(isSearch(choices) && { staleTime: 0, retry: false }),
  });
}
