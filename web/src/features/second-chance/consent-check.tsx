import { CheckField } from '../../components/check-field.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import type { Consent } from './use-consent.ts';

/** Says with a bid that one wants to be asked when the winner does not pay. */
export function ConsentCheck({ consent }: { consent: Consent }) {
  return (
    <div className="consent" data-testid="consent">
      <CheckField
        label="차순위 제안 받기"
        isOn={consent.isGiven}
        onChange={consent.change}
        note="낙찰자가 결제하지 않으면 다음 순위인 내게 살지 물어봐요. 그때 거절해도 괜찮아요."
      />
      {consent.error && (
        <div role="alert">
          <Strip mood="no">{wordsOf(consent.error)}</Strip>
        </div>
      )}
    </div>
  );
}
