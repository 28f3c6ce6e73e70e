import { useParams, useSearchParams } from 'react-router';
import { OrderSkeleton } from '../features/orders/order-skeleton.tsx';
import { isToPay, statusOf } from '../features/orders/order-status.ts';
import { useOrder } from '../features/orders/use-order.ts';
import { failWords } from '../features/paying/fail-words.ts';
import { PayResult } from '../features/paying/pay-result.tsx';
import type { ResultView } from '../features/paying/result-view.ts';
import { kindOfState } from '../features/paying/result-view.ts';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';

/** Where Toss sends a buyer who did not pay. The address may be anybody's: the order says how it stands. */
export function NotPaidPage() {
  const { orderId = '' } = useParams();
  return (
    <SignedInOnly title="결제 결과">
      <title>결제 결과 · 사고팔고</title>
      <NotPaid orderId={orderId} />
    </SignedInOnly>
  );
}

function NotPaid({ orderId }: { orderId: string }) {
  const [search] = useSearchParams();
  const { data: order, error, refetch } = useOrder(orderId);
  // Whether any money moved is not for the address to say.
  if (!order && !error) return <OrderSkeleton />;
  const isOpen = !order || isToPay(order);
  const view: ResultView = isOpen
    ? { kind: 'declined', ...failWords(search.get('code')), then: order ? 'pay' : 'wait' }
    : { kind: kindOfState(order.orderState), ...statusOf(order), then: 'order' };
  return <PayResult orderId={orderId} view={view} onRetry={() => void refetch()} />;
}
