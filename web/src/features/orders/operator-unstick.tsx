import { Fragment } from 'react';
import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { PAID_STATES } from '@sagopalgo/core/rules/order-states.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { ReasonQuestion } from '../../components/reason-question.tsx';
import { useGiveUpPayment, useRetryRefund } from './use-order-moves.ts';

/** What only a person can get going again: a refund that Toss refused, a payment that stands still. */
export function OperatorUnstick({ order }: { order: Order }) {
  const refused = order.refunds.filter(({ state }) => state === 'refused');
  if (order.role !== 'operator' || (refused.length === 0 && !order.stuck)) return null;
  return (
    <div className="row" data-testid="operator-unstick">
      {order.stuck && <Stuck order={order} />}
      {refused.map(({ refundId, amountKrw }) => (
        <Fragment key={refundId}>
          <Retry {...{ orderId: order.orderId, refundId, amountKrw }} />
          {order.payment?.virtualAccount && (
            <AskAccount {...{ orderId: order.orderId, refundId, amountKrw }} />
          )}
        </Fragment>
      ))}
    </div>
  );
}

function Stuck({ order: { orderId, orderState } }: { order: Order }) {
  if (!PAID_STATES.includes(orderState)) return <GiveUp orderId={orderId} />;
  return (
    <p data-testid="lacks-money">
      결제된 돈이 토스페이먼츠에 없어서 정산을 멈췄어요. 분쟁을 열어서 끝내 주세요. 전액 환불로
      끝내면 나갈 돈이 없고, 판매자에게 보내기로 끝내면 사고팔고가 부담해요.
    </p>
  );
}

function GiveUp({ orderId }: { orderId: string }) {
  return (
    <ReasonQuestion
      button="멈춘 결제 끝내기"
      title="멈춘 결제를 끝낼까요?"
      meaning="먼저 토스페이먼츠 상점 관리자에서 돈이 나갔는지 확인해 주세요. 끝내면 구매자가 다시 결제할 수 있어요. 적은 이유는 구매자도 볼 수 있어요."
      label="무엇을 확인했나요?"
      yes="네, 끝낼게요"
      move={useGiveUpPayment(orderId)}
    />
  );
}

interface RetryProps {
  orderId: string;
  refundId: string;
  amountKrw: number;
}

function Retry({ orderId, refundId, amountKrw }: RetryProps) {
  return (
    <ReasonQuestion
      button={`${formatKrw(amountKrw)} 환불 다시 시도`}
      title="환불을 다시 시도할까요?"
      meaning="토스페이먼츠가 거절한 환불을 한 번 더 보내요. 이미 손으로 돌려줬다면 두 번 나가지 않아요. 적은 이유는 양쪽이 볼 수 있어요."
      label="왜 다시 시도하나요?"
      yes="네, 다시 시도할게요"
      move={useRetryRefund(orderId, refundId, false)}
    />
  );
}

function AskAccount({ orderId, refundId, amountKrw }: RetryProps) {
  return (
    <ReasonQuestion
      button={`${formatKrw(amountKrw)} 환불 계좌 다시 묻기`}
      title="환불받을 계좌를 다시 물을까요?"
      meaning="구매자가 계좌를 새로 알려 주면 환불을 한 번 더 보내요. 적은 이유는 양쪽이 볼 수 있어요."
      label="왜 다시 묻나요?"
      yes="네, 다시 물을게요"
      move={useRetryRefund(orderId, refundId, true)}
    />
  );
}
