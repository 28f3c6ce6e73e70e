import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Link } from 'react-router';
import { formatExactClock } from '../../lib/format.ts';
import { RULES_PATH } from '../../lib/paths.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import { premiumWords, totalKrw, unpayableWords } from './bid-total.ts';
import type { BidBox } from './use-bid.ts';

const MINUTE_MS = 60_000;

/** What a bid binds to, and where all the rules are. */
export function BidFinePrint({
  box: { mode, closesAtMs, premiumBp, step },
}: {
  box: Pick<BidBox, 'mode' | 'closesAtMs' | 'premiumBp' | 'step'>;
}) {
  const lastMinute = useServerTime((nowMs) => nowMs !== null && closesAtMs - nowMs < MINUTE_MS);
  const tooMuch = unpayableWords(step.amountKrw, premiumBp);
  return (
    <div className="fine num">
      {tooMuch !== null && <p data-testid="bid-too-much">{tooMuch}</p>}
      <p>
        {premiumBp > 0 && <Total mode={mode} amountKrw={step.amountKrw} premiumBp={premiumBp} />}
        {lastMinute ? (
          <>
            서버 시각 <b>{formatExactClock(closesAtMs)}</b> 전에 도착한 입찰만 인정돼요
          </>
        ) : premiumBp > 0 ? (
          '입찰은 취소할 수 없어요'
        ) : (
          <>
            낙찰되면 수수료 없이 <b>{mode === 'exact' ? '이 금액' : '마지막 현재가'}</b>만 결제해요
            · 입찰은 취소할 수 없어요
          </>
        )}
      </p>
      {/* In a window of its own, so that what was typed stays. */}
      <Link className="rules-link" to={RULES_PATH} target="_blank">
        입찰 규칙 보기<span className="unseen"> (새 창)</span>
      </Link>
    </div>
  );
}

/** With a buyer's premium the total is said before anybody bids. */
function Total({
  mode,
  amountKrw,
  premiumBp,
}: {
  mode: BidBox['mode'];
  amountKrw: number;
  premiumBp: number;
}) {
  const total = formatKrw(totalKrw(amountKrw, premiumBp));
  return (
    <span className="fine-total" data-testid="bid-total">
      낙찰되면 {premiumWords(premiumBp)} 더해 {mode === 'exact' ? '' : '많아야 '}
      <b>{total}</b>을 결제해요
    </span>
  );
}
