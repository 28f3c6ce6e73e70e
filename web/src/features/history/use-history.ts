import type { HistoryEntry } from '@sagopalgo/core/contracts/bids.ts';
import { listBids } from '@sagopalgo/core/contracts/bids.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import type { LiveAuction } from '../../lib/live-auction.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useLiveFacts } from '../../lib/use-live.ts';
import { hasHole, mergedHistory } from './merged-history.ts';

const PAGE_SIZE = 10;
/** The record follows within a second; until it does, bids that were merged on the way are missing. */
const ASK_AGAIN_MS = 1200;

/** The bids of an auction, newest first: those on record and those that the stream has just told. */
export function useHistory(auctionId: string) {
  const live = useLiveFacts(auctionId);
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
      hasHole(merged(state.data?.pages, live), live) ? ASK_AGAIN_MS : false,
  });
  const bids = merged(query.data?.pages, live);
  return { ...query, bids, known: query.data !== undefined || bids.length > 0 };
}

function merged(
  pages: readonly { items: readonly HistoryEntry[] }[] | undefined,
  live: LiveAuction | undefined,
): readonly HistoryEntry[] {
  return mergedHistory(pages?.flatMap(({ items }) => items) ?? [], live?.bids ?? []);
}
