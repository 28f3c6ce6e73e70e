import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { getAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { isHalted, isOver, withLive } from '../../lib/shown-auction.ts';
import { useIsUnknown, useLiveFacts, useWatch } from '../../lib/use-live.ts';

const NONE: readonly Auction[] = [];
/** An operator's decision may change what no event tells. */
const ASK_AGAIN_WHILE_INTERRUPTED_MS = 5000;
/** Pictures are made ready a moment after they were uploaded; some never are. */
const ASK_AGAIN_FOR_PICTURES_MS = 2000;
const READS_FOR_PICTURES_MAX = 30;

/** One auction, read once and then kept up to date by the stream. */
export function useAuction(auctionId: string) {
  const query = useQuery({
    queryKey: queryKeys.auction(auctionId),
    queryFn: () => callApi(getAuction, { params: { auctionId } }),
    refetchInterval: ({ state }) => {
      const { data, dataUpdateCount } = state;
      if (!data) return false;
      if (isHalted(data)) return ASK_AGAIN_WHILE_INTERRUPTED_MS;
      const hasComing = data.images.some(({ thumbnails }) => thumbnails.length === 0);
      const isWorthAsking = hasComing && dataUpdateCount < READS_FOR_PICTURES_MAX;
      return isWorthAsking && ASK_AGAIN_FOR_PICTURES_MS;
    },
  });
  const read = query.data;
  useWatch(read ? [read] : NONE);
  const live = useLiveFacts(auctionId);
  useRemoval(auctionId);
  useSettlement(auctionId, read, live !== undefined && isOver(live));
  return { ...query, auction: read && withLive(read, live) };
}

/** When the stream knows it no more, the auction is asked for again and, if it was deleted, not found. */
function useRemoval(auctionId: string): void {
  const queries = useQueryClient();
  const isUnknown = useIsUnknown(auctionId);
  useEffect(() => {
    if (isUnknown) void queries.resetQueries({ queryKey: queryKeys.auction(auctionId) });
  }, [queries, auctionId, isUnknown]);
}

/** When the stream tells the result, the lists that show it are read anew. */
function useSettlement(auctionId: string, read: Auction | undefined, toldOver: boolean): void {
  const queries = useQueryClient();
  const settledUnread = toldOver && read !== undefined && !isOver(read);
  useEffect(() => {
    if (!settledUnread) return;
    void queries.invalidateQueries({ queryKey: queryKeys.auction(auctionId) });
    void queries.invalidateQueries({ queryKey: queryKeys.mine });
    void queries.invalidateQueries({ queryKey: queryKeys.auctions });
  }, [queries, auctionId, settledUnread]);
}
