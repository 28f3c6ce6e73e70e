import { getOrderRatings, rateOrder } from '@sagopalgo/core/contracts/ratings.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** What the parties of an order said of each other, once there can be anything. */
export function useOrderRatings(orderId: string, isWanted: boolean) {
  return useQuery({
    queryKey: queryKeys.ratings(orderId),
    queryFn: () => callApi(getOrderRatings, { params: { orderId } }),
    enabled: isWanted,
  });
}

/** Rates the other party; the same sent again is one rating. */
export function useRate(orderId: string) {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (body: { stars: number; text: string }) =>
      callApi(rateOrder, { params: { orderId }, body }),
    onSuccess: (ratings) => {
      queries.setQueryData(queryKeys.ratings(orderId), ratings);
    },
    onError: () => void queries.invalidateQueries({ queryKey: queryKeys.ratings(orderId) }),
  });
}
