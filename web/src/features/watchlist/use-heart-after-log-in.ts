import { watchAuction } from '@sagopalgo/core/contracts/watchlist.ts';
import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { callApi } from '../../lib/call-api.ts';
import { dropHeartOff, takeHeart } from '../../lib/kept-heart.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';
import { showWatching } from '../../lib/watching.ts';

/** Does what the person wanted who pressed a heart and had to log in first. */
export function useHeartAfterLogIn(): void {
  const queries = useQueryClient();
  const userId = useSession()?.userId;
  useEffect(() => {
    const auctionId = userId === undefined ? null : takeHeart(Date.now());
    if (auctionId === null) return;
    // Where it is refused the heart is seen to be empty, and says why when it is pressed again.
    watch(queries, auctionId).catch(() => undefined);
  }, [queries, userId]);
  const { pathname } = useLocation();
  useEffect(() => {
    if (userId === undefined) dropHeartOff(pathname);
  }, [pathname, userId]);
}

async function watch(queries: QueryClient, auctionId: string): Promise<void> {
  const watching = await callApi(watchAuction, { params: { auctionId } });
  showWatching(queries, auctionId, watching);
  // What was asked for before this was answered may come after it.
  for (const queryKey of [queryKeys.auction(auctionId), queryKeys.auctions]) {
    await queries.invalidateQueries({ queryKey });
  }
  // An api that had read the auction a moment before counts this heart with its next read.
  showWatching(queries, auctionId, watching);
}
