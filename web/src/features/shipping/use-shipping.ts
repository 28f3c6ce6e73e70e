import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { deliverOrder, shipOrder } from '@sagopalgo/core/contracts/orders.ts';
import { useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import type { Shipment } from './shipping-draft.ts';

/** Tells that an order is on its way, or puts its parcel right. */
export function useShipOrder(orderId: string) {
  const moved = useMoved();
  return useSingleMutation({
    mutationFn: (body: Shipment) => callApi(shipOrder, { params: { orderId }, body }),
    onSuccess: moved,
  });
}

/** Tells that an order has arrived. */
export function useDeliverOrder(orderId: string) {
  const moved = useMoved();
  return useSingleMutation({
    mutationFn: () => callApi(deliverOrder, { params: { orderId } }),
    onSuccess: moved,
  });
}

function useMoved() {
  const queries = useQueryClient();
  return (order: Order) => {
    queries.setQueryData(queryKeys.order(order.orderId), order);
    void queries.invalidateQueries({ queryKey: queryKeys.mine });
  };
}
