import { getCheckout } from '@sagopalgo/core/contracts/payments.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';

/** What is needed to pay for an order; refused where there is nothing to pay any more. */
export function useCheckout(orderId: string) {
  const session = useSession();
  return useQuery({
    queryKey: queryKeys.checkout(orderId),
    queryFn: () => callApi(getCheckout, { params: { orderId } }),
    enabled: Boolean(session),
    // The widget is drawn for one reading: it must not be drawn anew under the buyer's hands.
    staleTime: Infinity,
    gcTime: 0,
  });
}
