import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Button, ButtonLink } from '../../components/button.tsx';
import { logInPath } from '../../lib/paths.ts';
import type { BidBox } from './use-bid.ts';

interface BuyNowProps {
  box: Pick<BidBox, 'busy' | 'askToBuy' | 'reserve'>;
  amountKrw: number;
  from: string;
  signedIn: boolean;
}

/** Buying at once, as long as that is offered; the button only brings up the question. */
export function BuyNow({ box, amountKrw, from, signedIn }: BuyNowProps) {
  const until = box.reserve === 'unmet' ? '최저 낙찰가에 닿기' : '첫 입찰이 있기';
  const words = `${formatKrw(amountKrw)}에 즉시 구매`;
  return (
    <div className="buy-now">
      {signedIn ? (
        <Button size="big" busy={box.busy} onPress={box.askToBuy}>
          <span className="num">{words}</span>
        </Button>
      ) : (
        <ButtonLink size="big" to={logInPath(from)}>
          <span className="num">로그인하고 {words}</span>
        </ButtonLink>
      )}
      <p className="fine">{until} 전까지만, 마감을 기다리지 않고 바로 살 수 있어요.</p>
    </div>
  );
}
