import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { useState } from 'react';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { formatMoment, formatSpan } from '../../lib/format.ts';
import { useFocusAfterMove } from '../../lib/use-focus-after-move.ts';
import { useTerms } from '../../lib/use-terms.ts';
import { DeliveryAddress } from './delivery-address.tsx';
import { ShippingForm } from './shipping-form.tsx';
import './shipping.css';
import { useDeliverOrder } from './use-shipping.ts';

/** What a seller does about an order that is paid for: send it, put the parcel right, say it arrived. */
export function SellerShipping({ order }: { order: Order }) {
  if (order.role !== 'seller') return null;
  if (order.orderState === 'paid') return <ToSend order={order} />;
  return order.orderState === 'shipped' ? <UnderWay order={order} /> : null;
}

function ToSend({ order }: { order: Order }) {
  return (
    <section className="shipping" aria-label="발송하기">
      <h2>발송하기</h2>
      <Strip mood="out">{sendByWords(order)}</Strip>
      {order.address && <DeliveryAddress address={order.address} />}
      <ShippingForm order={order} submit="발송했다고 알리기" />
    </section>
  );
}

function sendByWords({ deadlines: { cancelFromMs } }: Order): string {
  const words = '보내고 송장 번호를 알려 주세요.';
  if (cancelFromMs === null) return `물건을 ${words}`;
  return `${formatMoment(cancelFromMs)}까지 ${words} 그 뒤에는 구매자가 취소할 수 있어요.`;
}

function UnderWay({ order }: { order: Order }) {
  const [corrects, setCorrects] = useState(false);
  const heading = useFocusAfterMove(corrects ? 'asked' : 'shown');
  return (
    <section className="shipping" aria-label="보낸 물건">
      <h2 ref={heading} tabIndex={-1}>
        보낸 물건
      </h2>
      {order.address && <DeliveryAddress address={order.address} />}
      {corrects ? (
        <ShippingForm order={order} submit="송장 고치기" onDone={() => setCorrects(false)} />
      ) : (
        <div className="row">
          <Button onPress={() => setCorrects(true)}>송장 고치기</Button>
          {order.may.includes('deliver') && <DeliverButton orderId={order.orderId} />}
        </div>
      )}
      {!order.may.includes('deliver') && (
        <p className="field-note">배송 완료는 보낸 지 하루가 지나면 알릴 수 있어요.</p>
      )}
    </section>
  );
}

function DeliverButton({ orderId }: { orderId: string }) {
  const deliver = useDeliverOrder(orderId);
  const { data: terms } = useTerms();
  const within = terms ? `${formatSpan(terms.receivedAfterMs)} 안에 ` : '';
  return (
    <AskDialog
      trigger={<Button>배송 완료 알리기</Button>}
      title="물건이 도착했나요?"
      yes="네, 도착했어요"
      no="아직이에요"
      busy={deliver.isPending}
      error={deliver.error}
      onYes={(close) => deliver.mutate(undefined, { onSuccess: close })}
    >
      <p>구매자가 {within}문제를 알리지 않으면 저절로 구매확정되고 정산돼요.</p>
    </AskDialog>
  );
}
