import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { CircleCheck, CircleDashed } from 'lucide-react';
import { useTerms } from '../../lib/use-terms.ts';

/** What somebody has to have proven to bid above the operators' amount; nothing where there is none. */
export function ProvenCard({ isVerified }: { isVerified: boolean }) {
  const { data: terms } = useTerms();
  if (!terms || terms.provenAboveKrw === null) return null;
  const Icon = isVerified ? CircleCheck : CircleDashed;
  return (
    <section className="account-card" aria-label="높은 금액에 입찰하려면">
      <h2>높은 금액에 입찰하려면</h2>
      <p className="account-words num">
        <b>{formatKrw(terms.provenAboveKrw)}</b>을 넘는 입찰은 아래 두 가지를 모두 마친 분만 할 수
        있어요.
      </p>
      <ul className="account-steps">
        <li data-done={isVerified}>
          <Icon aria-hidden size={20} strokeWidth={1.75} />
          <span>
            이메일 확인<small>{isVerified ? '마쳤어요' : '아직이에요'}</small>
          </span>
        </li>
        <li>
          <span className="account-dot" aria-hidden />
          <span>
            낙찰받은 물건을 한 번 결제하기
            <small>카드 결제와 가상계좌 입금 모두 돼요. 환불된 주문은 세지 않아요.</small>
          </span>
        </li>
      </ul>
    </section>
  );
}
