import { listWatched } from '@sagopalgo/core/contracts/watchlist.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';

const PAGE_SIZE = 24;

/** What the person watches, page by page, what was put there last first. */
export function useWatchlist() {
  const session = useSession();
  return useInfiniteQuery({
    queryKey: queryKeys.watchlist,
    queryFn: ({ pageParam }) =>
      callApi(listWatched, {
        query: { limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    enabled: Boolean(session),
  });
}
