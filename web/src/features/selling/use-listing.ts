import type { Auction, AuctionChanges, NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { changeAuction, createAuction, deleteAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { relistAuction } from '@sagopalgo/core/contracts/offers.ts';
import { useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** Lists a thing for sale. */
export function useCreateAuction() {
  const listed = useListed();
  return useSingleMutation({
    mutationFn: (body: NewAuction) => callApi(createAuction, { body }),
    onSuccess: listed,
  });
}

/** Changes an own auction that has not opened. */
export function useChangeAuction(auctionId: string) {
  const listed = useListed();
  return useSingleMutation({
    mutationFn: (body: AuctionChanges) => callApi(changeAuction, { params: { auctionId }, body }),
    onSuccess: listed,
  });
}

/** Lists a thing that was not sold, or not paid for, once more on another day. */
export function useRelistAuction(auctionId: string) {
  const listed = useListed();
  return useSingleMutation({
    mutationFn: (saleDate: string) =>
      callApi(relistAuction, { params: { auctionId }, body: { saleDate } }),
    onSuccess: listed,
  });
}

/** Takes an own auction that has not opened off the list. */
export function useDeleteAuction(auctionId: string) {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: () => callApi(deleteAuction, { params: { auctionId } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.mine });
      await queries.invalidateQueries({ queryKey: queryKeys.auctions });
    },
  });
}

function useListed() {
  const queries = useQueryClient();
  return (auction: Auction) => {
    queries.setQueryData(queryKeys.auction(auction.auctionId), auction);
    void queries.invalidateQueries({ queryKey: queryKeys.auctions });
    void queries.invalidateQueries({ queryKey: queryKeys.mine });
  };
}
