import { acceptOffer, declineOffer } from '@sagopalgo/core/contracts/offers.ts';
import { useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** Takes an offer, which opens an order. */
export function useAcceptOffer(offerId: string) {
  const readAnew = useReadAnew();
  return useSingleMutation({
    mutationFn: () => callApi(acceptOffer, { params: { offerId } }),
    onSuccess: readAnew,
    onError: readAnew,
  });
}

/** Turns it down; the next one is asked. */
export function useDeclineOffer(offerId: string) {
  const readAnew = useReadAnew();
  return useSingleMutation({
    mutationFn: () => callApi(declineOffer, { params: { offerId } }),
    onSuccess: readAnew,
    onError: readAnew,
  });
}

function useReadAnew(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: queryKeys.mine });
}
