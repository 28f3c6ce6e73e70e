import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import type { OrderMove } from '@sagopalgo/core/rules/order-states.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { formatMoment } from '../../lib/format.ts';
import { payPath } from '../../lib/paths.ts';
import { OperatorUnstick } from './operator-unstick.tsx';
import { isToPay, sellerPlace } from './order-status.ts';
import { ReasonQuestion } from '../../components/reason-question.tsx';
import { useCancel, useDeliver, useDispute, useGiveUpAccount } from './use-order-moves.ts';
import { useReceive } from './use-order-moves.ts';

/** What a buyer can do about the order now, and what operators can do in a buyer's stead. */
export function OrderActions({ order }: { order: Order }) {
  const { role, may, orderId, totalKrw } = order;
  if (role === 'seller') return <SellerPlace order={order} />;
  const can = (move: OrderMove) => may.includes(move);
  const isBuyer = role === 'buyer';
  return (
    <div className="order-actions">
      {isToPay(order) && (
        <ButtonLink kind="primary" size="big" to={payPath(orderId)}>
          <span className="num">{formatKrw(totalKrw)} 결제하기</span>
        </ButtonLink>
      )}
      {isBuyer && can('receive') && order.orderState === 'delivered' && <Receive order={order} />}
      {can('deliver') && <Deliver orderId={orderId} isBuyer={isBuyer} />}
      <div className="row">
        {isBuyer && can('receive') && order.orderState !== 'delivered' && <Receive order={order} />}
        {can('dispute') && <Dispute orderId={orderId} />}
        {can('cancel') && <Cancel orderId={orderId} isBuyer={isBuyer} />}
      </div>
      <OperatorUnstick order={order} />
      {isBuyer && order.payment?.state === 'waiting_for_deposit' && (
        <PayOtherwise orderId={orderId} tossOrderId={order.payment.tossOrderId} />
      )}
      {isBuyer && !can('cancel') && <CancelLater order={order} />}
    </div>
  );
}

/** What is left for the seller to see or do is on another page. */
function SellerPlace({ order: { orderState } }: { order: Order }) {
  const place = sellerPlace(orderState);
  if (place === null) return null;
  return (
    <div className="order-actions">
      <div className="row">
        <ButtonLink to={place.to}>{place.name} 보기</ButtonLink>
      </div>
    </div>
  );
}

function Deliver({ orderId, isBuyer }: { orderId: string; isBuyer: boolean }) {
  const deliver = useDeliver(orderId);
  return (
    <>
      <div role="alert">{deliver.error && <Strip mood="no">{wordsOf(deliver.error)}</Strip>}</div>
      <Button
        {...(isBuyer && { kind: 'primary', size: 'big' })}
        busy={deliver.isPending}
        onPress={() => deliver.mutate()}
      >
        {isBuyer ? '물건을 받았어요' : '배송 완료로 표시'}
      </Button>
    </>
  );
}

function Receive({ order }: { order: Order }) {
  const receive = useReceive(order.orderId);
  const isNext = order.orderState === 'delivered';
  return (
    <AskDialog
      trigger={
        <Button {...(isNext && { kind: 'primary', size: 'big' })}>
          {isNext ? '구매확정하기' : '바로 구매확정'}
        </Button>
      }
      title="구매를 확정할까요?"
      yes="네, 구매확정할게요"
      no="아직이에요"
      busy={receive.isPending}
      error={receive.error}
      onYes={(close) => receive.mutate(undefined, { onSuccess: close })}
    >
      <p>
        확정하면 되돌릴 수 없어요. 판매 대금이 판매자에게 전해지고, 그 뒤에는 분쟁을 신청할 수
        없어요.
      </p>
    </AskDialog>
  );
}

function Dispute({ orderId }: { orderId: string }) {
  return (
    <ReasonQuestion
      button="분쟁 신청"
      title="분쟁을 신청할까요?"
      meaning="운영자가 양쪽의 이야기를 확인하고 정해요. 그동안 판매 대금은 나가지 않아요. 적은 이유는 판매자도 볼 수 있어요."
      label="무엇이 설명과 다른가요?"
      yes="네, 신청할게요"
      move={useDispute(orderId)}
    />
  );
}

function Cancel({ orderId, isBuyer }: { orderId: string; isBuyer: boolean }) {
  return (
    <ReasonQuestion
      button="주문 취소"
      title="주문을 취소할까요?"
      meaning="취소하면 되돌릴 수 없고, 결제한 금액은 모두 돌려드려요. 적은 이유는 상대방도 볼 수 있어요."
      label={isBuyer ? '왜 취소하나요?' : '취소하는 이유'}
      yes="네, 취소할게요"
      move={useCancel(orderId)}
    />
  );
}

function PayOtherwise({ orderId, tossOrderId }: { orderId: string; tossOrderId: string }) {
  const giveUp = useGiveUpAccount(orderId);
  return (
    <AskDialog
      trigger={<Button>다른 방법으로 결제하기</Button>}
      title="입금할 계좌를 닫을까요?"
      yes="네, 닫을게요"
      no="아니요, 입금할게요"
      busy={giveUp.isPending}
      error={giveUp.error}
      onYes={(close) => giveUp.mutate(tossOrderId, { onSuccess: close })}
    >
      <p>
        닫은 계좌로는 입금할 수 없고, 기한까지 카드 같은 다른 방법으로 결제하면 돼요. 이미
        입금했다면 닫지 마세요.
      </p>
    </AskDialog>
  );
}

/** Not yet, but from when on. */
function CancelLater({ order: { orderState, deadlines } }: { order: Order }) {
  if (orderState !== 'paid' || deadlines.cancelFromMs === null) return null;
  return (
    <p className="order-aside num">
      판매자가 {formatMoment(deadlines.cancelFromMs)}까지 보내지 않으면 그때부터 주문을 취소할 수
      있어요.
    </p>
  );
}
