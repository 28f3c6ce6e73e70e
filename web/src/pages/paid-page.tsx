import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { Receipt } from 'lucide-react';
import { useParams, useSearchParams } from 'react-router';
import { ButtonLink } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { DepositAccount } from '../features/orders/order-payment.tsx';
import '../features/orders/order.css';
import { useOrder } from '../features/orders/use-order.ts';
import { PayResult } from '../features/paying/pay-result.tsx';
import type { ResultView } from '../features/paying/result-view.ts';
import { CHECKING, paymentNow, viewOfAnswer, viewOfError } from '../features/paying/result-view.ts';
import type { TossReturn } from '../features/paying/toss-return.ts';
import { readReturn } from '../features/paying/toss-return.ts';
import { useConfirm } from '../features/paying/use-confirm.ts';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { orderPath } from '../lib/paths.ts';

/** Where Toss sends a buyer whose payment waits to be confirmed. */
export function PaidPage() {
  const { orderId = '' } = useParams();
  const [search] = useSearchParams();
  const given = readReturn(search);
  return (
    <SignedInOnly title="결제 결과">
      <title>결제 결과 · 사고팔고</title>
      {given ? <Confirmed orderId={orderId} given={given} /> : <Unreadable orderId={orderId} />}
    </SignedInOnly>
  );
}

function Confirmed({ orderId, given }: { orderId: string; given: TossReturn }) {
  const confirmed = useConfirm(orderId, given);
  const { data: order } = useOrder(orderId);
  const now = order?.payment ?? null;
  const account = confirmed.data && depositOf(paymentNow(confirmed.data, now));
  return (
    <PayResult
      orderId={orderId}
      view={viewOf(confirmed, order)}
      onRetry={() => void confirmed.refetch()}
    >
      {account && <DepositAccount {...account} />}
    </PayResult>
  );
}

function viewOf(
  { data, error }: Pick<ReturnType<typeof useConfirm>, 'data' | 'error'>,
  order: Order | undefined,
): ResultView {
  if (data) return viewOfAnswer(data, order?.payment ?? null);
  return error ? viewOfError(error, order?.orderState ?? null) : CHECKING;
}

/** The account to pay into, when that is what the payment waits for. */
function depositOf(payment: NonNullable<Order['payment']>) {
  const isWaiting = payment.state === 'waiting_for_deposit';
  return isWaiting && payment.virtualAccount && { payment, account: payment.virtualAccount };
}

function Unreadable({ orderId }: { orderId: string }) {
  return (
    <Notice
      level={1}
      icon={Receipt}
      title="결제 결과를 읽지 못했어요"
      action={
        <ButtonLink kind="primary" to={orderPath(orderId)}>
          주문 보기
        </ButtonLink>
      }
    >
      주소가 온전하지 않아요. 결제됐는지는 주문에서 볼 수 있어요.
    </Notice>
  );
}
