import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { formatMoment } from '../../lib/format.ts';
import { OrderSection } from './order-section.tsx';

type Payment = NonNullable<Order['payment']>;

const STATES: Record<Payment['state'], string> = {
  pending: '결제하지 않음',
  confirming: '확인 중',
  waiting_for_deposit: '입금 대기',
  done: '결제 완료',
  failed: '결제되지 않음',
  cancelled: '결제 취소',
};

/** How the buyer's last payment stands; where to pay in, if that is how. */
export function OrderPayment({ order: { orderState, payment } }: { order: Order }) {
  if (!payment || payment.state === 'pending') return null;
  return (
    <OrderSection title="결제" testId="order-payment">
      <dl className="order-facts num">
        <dt>상태</dt>
        <dd>{STATES[payment.state]}</dd>
        <dt>금액</dt>
        <dd>{formatKrw(payment.amountKrw)}</dd>
        {payment.method !== null && (
          <>
            <dt>방법</dt>
            <dd>{payment.method}</dd>
          </>
        )}
        {payment.state === 'failed' && payment.failure && (
          <>
            <dt>이유</dt>
            <dd>{payment.failure.message}</dd>
          </>
        )}
        {payment.receiptUrl !== null && (
          <>
            <dt>영수증</dt>
            <dd>
              <a className="text-link" href={payment.receiptUrl} target="_blank" rel="noreferrer">
                영수증 보기<span className="unseen"> (새 창)</span>
              </a>
            </dd>
          </>
        )}
      </dl>
      {/* Of an order that has ended, the account is closed a moment later. */}
      {orderState === 'awaiting_deposit' && payment.virtualAccount && (
        <DepositAccount payment={payment} account={payment.virtualAccount} />
      )}
    </OrderSection>
  );
}

interface DepositAccountProps {
  payment: Payment;
  account: NonNullable<Payment['virtualAccount']>;
}

/** The account to pay into, how much exactly, and until when. */
export function DepositAccount({ payment, account }: DepositAccountProps) {
  return (
    <dl className="deposit order-facts num" data-testid="deposit-account">
      <dt>입금할 계좌</dt>
      <dd className="with-copy">
        <b>
          {account.bankName} {account.accountNumber}
        </b>
        <CopyButton text={account.accountNumber} what="계좌번호" />
      </dd>
      {account.holderName !== null && (
        <>
          <dt>예금주</dt>
          <dd>{account.holderName}</dd>
        </>
      )}
      <dt>입금할 금액</dt>
      <dd className="with-copy">
        <b>{formatKrw(payment.amountKrw)}</b>
        <CopyButton text={String(payment.amountKrw)} what="금액" />
      </dd>
      {account.dueAtMs !== null && (
        <>
          <dt>입금 기한</dt>
          <dd>{formatMoment(account.dueAtMs)}까지 한 번에 입금해 주세요.</dd>
        </>
      )}
    </dl>
  );
}
