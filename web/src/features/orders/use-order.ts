import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { getOrder } from '@sagopalgo/core/contracts/orders.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';

/** The stream tells of every move while the page has one open, which not every page does. */
const READ_AGAIN_MS: Partial<Record<OrderState, number>> = {
  paying: 3_000,
  paid_out: 60_000,
  expired: 60_000,
  refunded: 60_000,
};
const READ_AGAIN_ELSE_MS = 5_000;

/** An order as its party sees it, read again by itself while something is under way. */
export function useOrder(orderId: string) {
  const session = useSession();
  return useQuery({
    queryKey: queryKeys.order(orderId),
    queryFn: () => callApi(getOrder, { params: { orderId } }),
    enabled: Boolean(session),
    refetchInterval: ({ state: { data } }) => readAgainMs(data),
  });
}

function readAgainMs(order: Order | undefined): number {
  return (order && READ_AGAIN_MS[order.orderState]) ?? READ_AGAIN_ELSE_MS;
}
