import type { BankAccount } from '@sagopalgo/core/contracts/addresses.ts';
import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import {
  cancelOrder,
  deliverOrder,
  disputeOrder,
  receiveOrder,
} from '@sagopalgo/core/contracts/orders.ts';
import { giveUpPayment, retryRefund } from '@sagopalgo/core/contracts/stuck-orders.ts';
import { giveRefundAccount, giveUpAccount } from '@sagopalgo/core/contracts/payments.ts';
import { useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** It has arrived. */
export function useDeliver(orderId: string) {
  return useMove(orderId, () => callApi(deliverOrder, { params: { orderId } }));
}

/** 구매확정, which is final. */
export function useReceive(orderId: string) {
  return useMove(orderId, () => callApi(receiveOrder, { params: { orderId } }));
}

/** Calls the order off. */
export function useCancel(orderId: string) {
  return useMove(orderId, (reason: string) =>
    callApi(cancelOrder, { params: { orderId }, body: { reason } }),
  );
}

/** Asks an operator to look at it. */
export function useDispute(orderId: string) {
  return useMove(orderId, (reason: string) =>
    callApi(disputeOrder, { params: { orderId }, body: { reason } }),
  );
}

/** Has a refund tried once more that Toss refused, or its buyer asked before where a deposit goes to. */
export function useRetryRefund(orderId: string, refundId: string, asksAccount: boolean) {
  return useMove(orderId, (reason: string) =>
    callApi(retryRefund, { params: { orderId, refundId }, body: { reason, asksAccount } }),
  );
}

/** Ends a payment that stands still. */
export function useGiveUpPayment(orderId: string) {
  return useMove(orderId, (reason: string) =>
    callApi(giveUpPayment, { params: { orderId }, body: { reason } }),
  );
}

/** Says where a deposit is to go back to. */
export function useRefundAccount(orderId: string) {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (body: BankAccount) => callApi(giveRefundAccount, { params: { orderId }, body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.order(orderId) }),
  });
}

/** Gives the account up that waits for a deposit, so that the order can be paid in another way. */
export function useGiveUpAccount(orderId: string) {
  const queries = useQueryClient();
  const seeAnew = () => queries.invalidateQueries({ queryKey: queryKeys.order(orderId) });
  return useSingleMutation({
    mutationFn: (tossOrderId: string) =>
      callApi(giveUpAccount, { params: { orderId, tossOrderId } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: queryKeys.mine });
      return seeAnew();
    },
    onError: () => void seeAnew(),
  });
}

function useMove<Input = void>(orderId: string, move: (input: Input) => Promise<Order>) {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: move,
    onSuccess: (order) => {
      queries.setQueryData(queryKeys.order(orderId), order);
      void queries.invalidateQueries({ queryKey: queryKeys.mine });
    },
    // Whatever was refused, the page was not up to date.
    onError: () => void queries.invalidateQueries({ queryKey: queryKeys.order(orderId) }),
  });
}
