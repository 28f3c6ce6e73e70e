import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import { payByMs } from '@sagopalgo/core/rules/order-states.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Strip } from '../../components/strip.tsx';
import { formatMoment } from '../../lib/format.ts';
import { standingOf } from '../../lib/shown-auction.ts';

interface StandingProps {
  auction: Auction;
  state: AuctionState;
  testId: string;
}

/** One strip that says where you stand, read out when it changes. */
export function Standing(props: StandingProps) {
  return (
    <div aria-live="polite">
      <StandingStrip {...props} />
    </div>
  );
}

function StandingStrip({ auction, state, testId }: StandingProps) {
  const standing = standingOf(auction, state);
  const own = auction.me && <>내 입찰 {formatKrw(auction.me.ownMaxKrw)}</>;
  switch (standing) {
    case 'leading':
      return (
        <Strip mood="lead" aside={own} testId={testId}>
          최고 입찰 중이에요
        </Strip>
      );
    case 'outbid':
      return (
        <Strip mood="out" aside={own} testId={testId}>
          다른 분이 더 높게 입찰했어요
        </Strip>
      );
    case 'won':
      return (
        <Strip mood="lead" testId={testId}>
          낙찰받았어요. {formatMoment(payByMs(auction.closesAtMs, auction.priceKrw ?? 0))}까지
          결제해 주세요.
        </Strip>
      );
    case 'lost':
      return (
        <Strip aside={own} testId={testId}>
          이번에는 낙찰받지 못했어요
        </Strip>
      );
    default:
      return null;
  }
}
