import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { useParams } from 'react-router';
import { Failure } from '../components/failure.tsx';
import { DisputeForm } from '../features/operating/dispute-form.tsx';
import { OrderActions } from '../features/orders/order-actions.tsx';
import { OrderHistory } from '../features/orders/order-history.tsx';
import { OrderNow } from '../features/orders/order-now.tsx';
import { OrderPayment } from '../features/orders/order-payment.tsx';
import { OrderRefunds } from '../features/orders/order-refunds.tsx';
import { OrderAddress, OrderShipment } from '../features/orders/order-shipment.tsx';
import { OrderSkeleton } from '../features/orders/order-skeleton.tsx';
import { OrderThing } from '../features/orders/order-thing.tsx';
import '../features/orders/order.css';
import { useOrder } from '../features/orders/use-order.ts';
import { RatingSection } from '../features/ratings/rating-section.tsx';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { SellerShipping } from '../features/shipping/seller-shipping.tsx';
import { TalkPanel } from '../features/talk/talk-panel.tsx';
import { isMissing } from '../lib/api-refusal.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** One order, for its buyer, its seller and operators alike. */
export function OrderPage() {
  const { orderId = '' } = useParams();
  return (
    <SignedInOnly title="주문">
      <OrderById key={orderId} orderId={orderId} />
    </SignedInOnly>
  );
}

function OrderById({ orderId }: { orderId: string }) {
  const { data: order, error, refetch } = useOrder(orderId);
  if (order) return <OneOrder order={order} />;
  if (error && isMissing(error)) return <NotFoundPage />;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return <OrderSkeleton />;
}

function OneOrder({ order }: { order: Order }) {
  // Whoever sends it has the address beside the parcel's number.
  const isSending = order.role === 'seller' && ['paid', 'shipped'].includes(order.orderState);
  return (
    <div className="order">
      <title>{`${order.title} 주문 · 사고팔고`}</title>
      <div className="order-main">
        <OrderNow order={order}>
          <OrderActions order={order} />
          {order.role === 'operator' && order.orderState === 'disputed' && (
            <div className="order-slot">
              <DisputeForm order={order} />
            </div>
          )}
        </OrderNow>
        <RatingSection order={order} />
        <SellerShipping order={order} />
        {order.role !== 'operator' && <TalkPanel order={order} />}
        <OrderRefunds order={order} />
        <OrderPayment order={order} />
        <OrderShipment order={order} />
        {!isSending && <OrderAddress order={order} />}
        <OrderHistory order={order} />
      </div>
      <OrderThing order={order} />
    </div>
  );
}
