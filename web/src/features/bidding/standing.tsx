import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import { payByMs } from '@sagopalgo/core/rules/order-states.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Strip } from '../../components/strip.tsx';
import { formatMoment } from '../../lib/format.ts';
import { standingOf } from '../../lib/shown-auction.ts';
import { useStaleForSeconds } from '../../lib/use-live.ts';

/** One strip that says where you stand, read out when it changes. */
export function Standing({ auction, state }: { auction: Auction; state: AuctionState }) {
  return (
    <div aria-live="polite">
      <StandingStrip auction={auction} state={state} />
    </div>
  );
}

function StandingStrip({ auction, state }: { auction: Auction; state: AuctionState }) {
  const standing = standingOf(auction, state);
  const own = auction.me && <>내 입찰 {formatKrw(auction.me.ownMaxKrw)}</>;
  switch (standing) {
    case 'leading':
      return (
        <Strip mood="lead" aside={own} testId="standing">
          최고 입찰 중이에요
        </Strip>
      );
    case 'outbid':
      return (
        <Strip mood="out" aside={own} testId="standing">
          다른 분이 더 높게 입찰했어요
        </Strip>
      );
    case 'won':
      return (
        <Strip mood="lead" testId="standing">
          낙찰받았어요. {formatMoment(payByMs(auction.closesAtMs, auction.priceKrw ?? 0))}까지
          결제해 주세요.
        </Strip>
      );
    case 'lost':
      return (
        <Strip aside={own} testId="standing">
          이번에는 낙찰받지 못했어요
        </Strip>
      );
    default:
      return null;
  }
}

/** The price never lies: while it is not live, it says how old it is. Counted quietly, told once. */
export function StalePrice() {
  const staleForSeconds = useStaleForSeconds();
  if (staleForSeconds === null) return null;
  return (
    <Strip mood="out" testId="stale">
      {staleForSeconds}초 전 가격이에요. 지금 가격과 다를 수 있어요.
    </Strip>
  );
}
