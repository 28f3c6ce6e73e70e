import type { Offer } from '@sagopalgo/core/contracts/offers.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { useNavigate } from 'react-router';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { formatSpan } from '../../lib/format.ts';
import { orderPath } from '../../lib/paths.ts';
import { useAcceptOffer, useDeclineOffer } from './use-offers.ts';

/** Takes an offer or turns it down, each with what that means. */
export function AnswerOffer({ offer }: { offer: Offer }) {
  return (
    <div className="answers">
      <Decline offerId={offer.offerId} />
      <Accept offer={offer} />
    </div>
  );
}

function Accept({ offer: { offerId, totalKrw, payWithinMs } }: { offer: Offer }) {
  const navigate = useNavigate();
  const accept = useAcceptOffer(offerId);
  const krw = formatKrw(totalKrw);
  const take = (close: () => void) =>
    accept.mutate(undefined, {
      onSuccess: ({ orderId }) => {
        close();
        if (orderId !== null) void navigate(orderPath(orderId));
      },
    });
  return (
    <AskDialog
      trigger={<Button kind="primary">{krw}에 살게요</Button>}
      title={`${krw}에 살까요?`}
      yes="네, 살게요"
      no="더 생각할게요"
      busy={accept.isPending}
      error={accept.error}
      onYes={take}
    >
      <p>
        받으면 주문이 열리고 {formatSpan(payWithinMs)} 안에 결제해야 해요. 결제하지 않으면 미결제로
        남아요.
      </p>
    </AskDialog>
  );
}

function Decline({ offerId }: { offerId: string }) {
  const decline = useDeclineOffer(offerId);
  return (
    <AskDialog
      trigger={<Button>사양하기</Button>}
      title="이 제안을 사양할까요?"
      yes="네, 사양할게요"
      no="더 생각할게요"
      busy={decline.isPending}
      error={decline.error}
      onYes={(close) => decline.mutate(undefined, { onSuccess: close })}
    >
      <p>사양하면 되돌릴 수 없고, 다음 순위인 분께 기회가 가요. 불이익은 없어요.</p>
    </AskDialog>
  );
}
