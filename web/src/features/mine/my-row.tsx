import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Countdown } from '../../components/countdown.tsx';
import { LivePrice } from '../../components/live-price.tsx';
import { Picture } from '../../components/picture.tsx';
import { formatNearMoment } from '../../lib/format.ts';
import { auctionPath } from '../../lib/paths.ts';
import { useCategoryName } from '../../lib/use-categories.ts';
import { useServerTime } from '../../lib/use-server-time.ts';

interface MyRowProps {
  auction: Auction;
  state: AuctionState;
  /** Further facts under the price. */
  facts?: ReactNode;
  /** The state as a badge, and what belongs to it. */
  end: ReactNode;
  testId: string;
}

/** One own auction: its picture, live price, and how it stands. */
export function MyRow({ auction, state, facts, end, testId }: MyRowProps) {
  const categoryName = useCategoryName(auction.categoryId);
  return (
    <Link
      className="my-row"
      to={auctionPath(auction.auctionId)}
      data-testid={testId}
      data-auction-id={auction.auctionId}
    >
      <div className="pic">
        <Picture
          image={auction.images[0]}
          alt=""
          seed={auction.auctionId}
          categoryName={categoryName}
        />
      </div>
      <div>
        <h2>{auction.title}</h2>
        <LivePrice className="price" amountKrw={auction.priceKrw ?? auction.startKrw} />
        <div className="meta num">
          {auction.hidden && <span>숨김</span>}
          <span>{auction.priceKrw === null ? '시작가' : `입찰 ${auction.bidCount}`}</span>
          <Time auction={auction} state={state} />
          {facts}
        </div>
      </div>
      <div className="end">{end}</div>
    </Link>
  );
}

function Time({ auction, state }: { auction: Auction; state: AuctionState }) {
  const atMs = state === 'coming' ? auction.opensAtMs : auction.closesAtMs;
  const moment = useServerTime((nowMs) => (nowMs === null ? '' : formatNearMoment(atMs, nowMs)));
  if (state === 'live') {
    return (
      <span>
        <Countdown untilMs={auction.closesAtMs} after=" 남음" />
      </span>
    );
  }
  return <span>{`${moment} ${state === 'coming' ? '열림' : '마감'}`}</span>;
}
