import type { HistoryEntry } from '@sagopalgo/core/contracts/bids.ts';
import { listBids } from '@sagopalgo/core/contracts/bids.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useLiveFacts } from '../../lib/use-live.ts';
import type { ReadBids } from './merged-history.ts';
import { hasHole, mergedHistory, missingAfter } from './merged-history.ts';

const PAGE_SIZE = 10;
/** The record follows within a second; until it does, bids that were merged on the way are missing. */
const ASK_AGAIN_MS = 1200;

/** The bids of an auction, newest first: those on record and those that the stream has just told. */
export function useHistory(auctionId: string) {
  const live = useLiveFacts(auctionId);
  const told = live?.bids ?? [];
  const query = useInfiniteQuery({
    queryKey: queryKeys.history(auctionId),
    queryFn: ({ pageParam }) =>
      callApi(listBids, {
        params: { auctionId },
        query: { limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      hasHole(mergedHistory(readBids(state.data?.pages), told), live) ? ASK_AGAIN_MS : false,
  });
  const bids = mergedHistory(readBids(query.data?.pages), told);
  const known = query.data !== undefined || bids.length > 0;
  return { ...query, bids, missing: missingAfter(bids, live), known };
}

interface Page {
  items: readonly HistoryEntry[];
  nextCursor: string | null;
}

function readBids(pages: readonly Page[] = []): ReadBids {
  return {
    bids: pages.flatMap(({ items }) => items),
    hasOlder: Boolean(pages.at(-1)?.nextCursor),
  };
}
