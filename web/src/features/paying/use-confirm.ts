import { confirmPayment } from '@sagopalgo/core/contracts/payments.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';
import { keepAddress } from './keep-address.ts';
import { isUnknown } from './result-view.ts';
import type { TossReturn } from './toss-return.ts';

const ASKED_AGAIN_MAX = 15;
const ASKED_AGAIN_AFTER_MS = 2_000;

/**
 * Has a payment confirmed that Toss sent the buyer back with. It is one read by its name, so that drawing
 * twice, a refresh, or a way back only ask for the same answer again.
 */
export function useConfirm(orderId: string, { tossOrderId, paymentKey, amountKrw }: TossReturn) {
  const session = useSession();
  const queries = useQueryClient();
  const confirmed = useQuery({
    queryKey: ['confirmed', orderId, tossOrderId, paymentKey, String(amountKrw)],
    queryFn: () =>
      callApi(confirmPayment, {
        params: { orderId, tossOrderId },
        body: { paymentKey, amountKrw },
      }),
    enabled: Boolean(session),
    staleTime: Infinity,
    retry: (failures, error) => failures < ASKED_AGAIN_MAX && isUnknown(error),
    retryDelay: ASKED_AGAIN_AFTER_MS,
  });
  const { outcome } = confirmed.data ?? {};
  const isTaken = outcome === 'paid' || outcome === 'awaiting_deposit';
  const userId = session?.userId;
  useEffect(() => {
    // From now on the address is read from the order.
    if (isTaken && userId !== undefined) keepAddress(userId, null);
  }, [isTaken, userId]);
  const hasAnswer = outcome !== undefined || confirmed.isError;
  useEffect(() => {
    if (!hasAnswer) return;
    void queries.invalidateQueries({ queryKey: queryKeys.order(orderId) });
    void queries.invalidateQueries({ queryKey: queryKeys.mine });
  }, [queries, orderId, hasAnswer]);
  return confirmed;
}
