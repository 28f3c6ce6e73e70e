import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Badge } from '../../components/badge.tsx';
import type { Mood } from '../../components/state-words.ts';
import { formatMoment } from '../../lib/format.ts';
import { OrderSection } from './order-section.tsx';
import { RefundAccountForm } from './refund-account-form.tsx';

type Refund = Order['refunds'][number];

const CAUSES: Record<Refund['cause'], string> = {
  cancelled: '주문이 취소돼서',
  'not-shipped': '기한까지 보내지 않아서',
  dispute: '분쟁이 끝나서',
  partial: '분쟁이 끝나 일부를',
  'passed-on': '이미 다른 분에게 넘어간 주문이라서',
  'late-deposit': '기한이 지나 입금돼서',
};

const STATES: Record<Refund['state'], { words: string; mood: Mood }> = {
  pending: { words: '돌려주는 중', mood: 'warn' },
  'needs-account': { words: '계좌 필요', mood: 'warn' },
  done: { words: '환불 완료', mood: 'lead' },
  refused: { words: '운영자 확인 중', mood: 'warn' },
};

/** What goes back to the buyer, and where to if that has to be asked. */
export function OrderRefunds({ order }: { order: Order }) {
  const { refunds, role, orderId } = order;
  if (refunds.length === 0) return null;
  const needsAccount = refunds.some(({ state }) => state === 'needs-account');
  return (
    <OrderSection title="환불" testId="order-refunds">
      <ul className="order-refunds num">
        {refunds.map((refund) => (
          <li key={refund.refundId}>
            <span>
              <b>{formatKrw(refund.amountKrw)}</b> {CAUSES[refund.cause]} 돌려
              {role === 'buyer' ? '드려요' : '줘요'}
              <small>
                {refund.isStray && '주문 금액과 따로 들어온 돈 · '}
                {formatMoment(refund.doneAtMs ?? refund.createdAtMs)}
              </small>
            </span>
            <Badge mood={STATES[refund.state].mood}>{STATES[refund.state].words}</Badge>
          </li>
        ))}
      </ul>
      {needsAccount && role === 'buyer' && <RefundAccountForm orderId={orderId} />}
    </OrderSection>
  );
}
