import type { Address } from '@sagopalgo/core/contracts/addresses.ts';
import { startPayment } from '@sagopalgo/core/contracts/payments.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { callApi } from '../../lib/call-api.ts';
import { notPaidPath, paidPath } from '../../lib/paths.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import type { TossWidget } from './toss-widget.ts';

interface Wanted {
  address: Address;
  widget: TossWidget;
  /** As the widget shows it. */
  shownKrw: number;
}

/** Makes an attempt and sends the buyer to Toss with it; errors are the API's or the widget's. */
export function usePay(orderId: string) {
  const queries = useQueryClient();
  const pay = useSingleMutation({
    mutationFn: (wanted: Wanted) => payOnce(orderId, wanted),
    // Whether there is anything to pay any more is read anew; the widget stays where there is.
    onError: (error) => {
      if (!(error instanceof ApiRefusal)) return;
      void queries.invalidateQueries({ queryKey: queryKeys.order(orderId) });
      void queries.invalidateQueries({ queryKey: queryKeys.mine });
    },
  });
  const { reset } = pay;
  useEffect(() => {
    // A browser may bring the page back as it was left, on its way to Toss.
    const returned = ({ persisted }: PageTransitionEvent) => {
      if (persisted) reset();
    };
    addEventListener('pageshow', returned);
    return () => removeEventListener('pageshow', returned);
  }, [reset]);
  return pay;
}

async function payOnce(orderId: string, { address, widget, shownKrw }: Wanted): Promise<void> {
  const attempt = await callApi(startPayment, { params: { orderId }, body: { address } });
  if (attempt.amountKrw !== shownKrw) throw new ChangedAmountError();
  await widget.pay({
    orderId: attempt.tossOrderId,
    orderName: attempt.orderName,
    customerName: attempt.customerName,
    successUrl: new URL(paidPath(orderId), location.origin).href,
    failUrl: new URL(notPaidPath(orderId), location.origin).href,
  });
}

/** The order's amount is not the one that the widget shows. */
export class ChangedAmountError extends Error {
  override readonly name = 'ChangedAmountError';
}
