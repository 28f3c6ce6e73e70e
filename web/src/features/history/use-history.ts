import { listBids } from '@sagopalgo/core/contracts/bids.ts';
import type { QueryClient } from '@tanstack/react-query';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { afterDelay } from '../../lib/surroundings.ts';
import { useLiveFacts } from '../../lib/use-live.ts';
import type { ReadBids } from './merged-history.ts';
import { hasHole, mergedHistory, missingAfter } from './merged-history.ts';
import type { HistoryPage, HistoryPages } from './newest-page.ts';
import { newestWanted, withNewest } from './newest-page.ts';
import { QuietAsking } from './quiet-asking.ts';

const PAGE_SIZE = 10;

/** The bids of an auction, newest first: those on record and those that the stream has just told. */
export function useHistory(auctionId: string) {
  const live = useLiveFacts(auctionId);
  const told = live?.bids ?? [];
  const query = useInfiniteQuery({
    queryKey: queryKeys.history(auctionId),
    queryFn: ({ pageParam }) => readPage(auctionId, PAGE_SIZE, pageParam),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
  const bids = mergedHistory(readBids(query.data?.pages), told);
  const known = query.data !== undefined || bids.length > 0;
  const newestSeq = Math.max(live?.bidCount ?? 0, bids[0]?.seq ?? 0);
  useFilledHoles(auctionId, hasHole(bids, live) ? newestSeq : null);
  return { ...query, bids, missing: missingAfter(bids, live), known };
}

/** Reads the bids that were merged on the way, once their record can be expected to have them. */
function useFilledHoles(auctionId: string, newestSeq: number | null): void {
  const queries = useQueryClient();
  const [asking] = useState(() => {
    const ask = (seq: number): Promise<void> => readNewest(queries, auctionId, seq);
    return new QuietAsking({ after: afterDelay, random: Math.random, ask });
  });
  useEffect(() => {
    asking.heard(newestSeq);
  }, [asking, newestSeq]);
  useEffect(() => () => asking.heard(null), [asking]);
}

async function readNewest(queries: QueryClient, auctionId: string, seq: number): Promise<void> {
  const queryKey = queryKeys.history(auctionId);
  const read = queries.getQueryData<HistoryPages>(queryKey);
  // A page that nobody looks at reads everything when somebody comes back.
  if (!read || document.hidden) return;
  const newest = await readPage(auctionId, newestWanted(read, seq), '');
  queries.setQueryData<HistoryPages>(queryKey, (pages) => pages && withNewest(pages, newest));
}

function readPage(auctionId: string, limit: number, cursor: string): Promise<HistoryPage> {
  return callApi(listBids, {
    params: { auctionId },
    query: { limit, ...(cursor && { cursor }) },
  });
}

function readBids(pages: readonly HistoryPage[] = []): ReadBids {
  return {
    bids: pages.flatMap(({ items }) => items),
    hasOlder: Boolean(pages.at(-1)?.nextCursor),
  };
}
