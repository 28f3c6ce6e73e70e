import { CircleCheck } from 'lucide-react';
import { useParams } from 'react-router';
import { ButtonLink } from '../components/button.tsx';
import { Failure } from '../components/failure.tsx';
import { Notice } from '../components/notice.tsx';
import { OrderSkeleton } from '../features/orders/order-skeleton.tsx';
import { isToPay, statusOf } from '../features/orders/order-status.ts';
import { OrderThing } from '../features/orders/order-thing.tsx';
import '../features/orders/order.css';
import { useOrder } from '../features/orders/use-order.ts';
import { PayForm } from '../features/paying/pay-form.tsx';
import { useCheckout } from '../features/paying/use-checkout.ts';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { ApiRefusal, isMissing } from '../lib/api-refusal.ts';
import { orderPath } from '../lib/paths.ts';
import { useSession } from '../lib/use-session.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** 결제하기: where to send a thing that was won, and how to pay for it. */
export function PayPage() {
  const { orderId = '' } = useParams();
  return (
    <SignedInOnly title="결제하기">
      <title>결제하기 · 사고팔고</title>
      <PayById key={orderId} orderId={orderId} />
    </SignedInOnly>
  );
}

function PayById({ orderId }: { orderId: string }) {
  const session = useSession();
  const { data: order, error } = useOrder(orderId);
  const checkout = useCheckout(orderId);
  const failed = checkout.error ?? (order ? null : error);
  const isRefused = failed instanceof ApiRefusal && failed.code === 'ORDER_STATE';
  // Another window may have paid meanwhile.
  if (isRefused || (order && !isToPay(order))) return <NothingToPay orderId={orderId} />;
  if (failed && isMissing(failed)) return <NotFoundPage />;
  if (failed) return <Failure error={failed} onRetry={() => void checkout.refetch()} />;
  if (!checkout.data || !order || !session) return <OrderSkeleton />;
  return (
    <div className="order">
      <div className="order-main">
        <h1 className="page-title">결제하기</h1>
        <PayForm checkout={checkout.data} userId={session.userId} />
      </div>
      <OrderThing order={order} />
    </div>
  );
}

/** Paid already, being looked into, or too late. */
function NothingToPay({ orderId }: { orderId: string }) {
  const { data: order } = useOrder(orderId);
  const isLate = !order || isToPay(order);
  const { title, next } = isLate
    ? { title: '지금은 결제할 수 없는 주문이에요', next: '결제 기한이 지났어요.' }
    : statusOf(order);
  return (
    <Notice
      level={1}
      icon={CircleCheck}
      title={title}
      action={
        <ButtonLink kind="primary" to={orderPath(orderId)}>
          주문 보기
        </ButtonLink>
      }
    >
      {next}
    </Notice>
  );
}
