import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Countdown } from '../../components/countdown.tsx';
import { LivePrice } from '../../components/live-price.tsx';
import { formatClock } from '../../lib/format.ts';
import { useStaleForSeconds } from '../../lib/use-live.ts';

interface BigPriceProps {
  auction: Auction;
  state: AuctionState;
  testId: string;
}

/** The price, the largest thing on the page, and the time that is left for it. */
export function BigPrice({ auction, state, testId }: BigPriceProps) {
  const isOld = useStaleForSeconds(auction.auctionId) !== null;
  const stale = isOld && (state === 'live' || state === 'coming');
  const label = stale ? '마지막으로 확인한 가격' : priceLabel(auction, state);
  const amountKrw = auction.priceKrw ?? auction.startKrw;
  return (
    <div className="bigprice">
      <div>
        <div className="label num">
          {label} · 입찰 {auction.bidCount}회
        </div>
        <LivePrice className="value" amountKrw={amountKrw} testId={testId} />
        <span className="unseen" aria-live="polite">{`${label} ${formatKrw(amountKrw)}`}</span>
      </div>
      <div className="time">
        <TimeLeft auction={auction} state={state} />
      </div>
    </div>
  );
}

/** What the price means in this state: `현재가`, `시작가`, `낙찰가`. */
export function priceLabel(auction: Auction, state: AuctionState): string {
  if (auction.priceKrw === null) return '시작가';
  if (state === 'sold') return '낙찰가';
  return state === 'live' || state === 'coming' ? '현재가' : '마지막 가격';
}

function TimeLeft({ auction, state }: { auction: Auction; state: AuctionState }) {
  if (state === 'coming' || state === 'live') {
    return (
      <>
        <div className="label">{state === 'coming' ? '열릴 때까지' : '남은 시간'}</div>
        <b>
          <Countdown untilMs={state === 'coming' ? auction.opensAtMs : auction.closesAtMs} />
        </b>
      </>
    );
  }
  return (
    <>
      <div className="label">마감</div>
      <b className="num">{formatClock(auction.closesAtMs)}</b>
    </>
  );
}
