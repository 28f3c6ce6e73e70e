import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { formatSpan } from '../../lib/format.ts';
import { useTerms } from '../../lib/use-terms.ts';
import type { Balances } from './settlement.ts';
import { heldKrw } from './settlement.ts';

/** What is about to come, what is held, what has come; and why anything is held at all. */
export function BalanceCard({ balances }: { balances: Balances }) {
  const { data: terms } = useTerms();
  const after = terms ? `배송 완료 뒤 ${formatSpan(terms.receivedAfterMs)}이 지나면` : '때가 되면';
  return (
    <section className="balance" aria-label="정산 금액">
      <dl className="num">
        <div className="due">
          <dt>곧 지급할 돈</dt>
          <dd data-testid="due">{formatKrw(Math.max(0, balances.dueKrw))}</dd>
        </div>
        <div>
          <dt>구매확정을 기다리는 돈</dt>
          <dd data-testid="held">{formatKrw(heldKrw(balances))}</dd>
        </div>
        <div>
          <dt>지금까지 지급한 돈</dt>
          <dd data-testid="paid-out">{formatKrw(balances.paidOutKrw)}</dd>
        </div>
      </dl>
      <p className="field-note">
        구매자가 결제한 돈은 구매확정 때까지 사고팔고가 맡아 둬요. 구매자가 확정하거나 {after}{' '}
        저절로 확정되고, 그다음에 지급해요. 분쟁이 있는 주문의 돈은 끝날 때까지 맡아 둬요. 지급한
        돈은 담당자가 은행에서 이체하니, 계좌에 들어오기까지 시간이 걸릴 수 있어요.
      </p>
    </section>
  );
}
