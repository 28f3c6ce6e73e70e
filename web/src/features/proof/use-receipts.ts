import type { BidKind } from '@sagopalgo/core/contracts/bids.ts';
import { getReceipt } from '@sagopalgo/core/contracts/proof.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import type { OwnBid } from '../../lib/own-bids.ts';
import { ownBids } from '../../lib/own-bids.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';

/** Whose bid on which auction. */
export interface Bidder {
  userId: string;
  auctionId: string;
}

/** How each kind of bid is called. */
export const KIND_WORDS: Readonly<Record<BidKind, string>> = {
  exact: '직접 입찰',
  auto: '자동 입찰',
  'buy-now': '즉시 구매',
};

/** The bids that the signed-in person made on an auction in this tab, newest first. */
export function useOwnBids(auctionId: string): { userId: string; bids: readonly OwnBid[] } | null {
  const userId = useSession()?.userId;
  const { data } = useQuery({
    queryKey: queryKeys.ownBids(userId ?? '', auctionId),
    queryFn: () => ownBids(userId ?? '', auctionId),
    enabled: userId !== undefined,
  });
  return userId === undefined || !data ? null : { userId, bids: data };
}

/**
 * The receipt of an own bid (a compact JWS), fetched when asked for. It is kept as long as the tab: the
 * log is verified against what was signed before.
 */
export function useReceipt({ userId, auctionId }: Bidder, bidId: string) {
  const query = useQuery({
    queryKey: [...queryKeys.receipts(userId, auctionId), bidId],
    queryFn: async () => {
      const { receipt } = await callApi(getReceipt, { params: { auctionId, bidId } });
      return receipt;
    },
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return {
    receipt: query.data ?? null,
    fetch: () => void query.refetch(),
    busy: query.isFetching,
    error: query.error,
  };
}
