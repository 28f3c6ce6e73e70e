import { getOrder } from '@sagopalgo/core/contracts/orders.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** From when on a buyer may cancel what was not sent; null before it is known. */
export function useShipByMs(orderId: string): number | null {
  const { data } = useQuery({
    queryKey: queryKeys.order(orderId),
    queryFn: () => callApi(getOrder, { params: { orderId } }),
  });
  return data?.deadlines.cancelFromMs ?? null;
}
