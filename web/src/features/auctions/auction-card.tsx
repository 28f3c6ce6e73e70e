import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { LivePrice } from '../../components/live-price.tsx';
import { CARD_FRAME } from '../../components/picture-frames.ts';
import { Picture } from '../../components/picture.tsx';
import { HALTED_WORDS, STATE_WORDS } from '../../components/state-words.ts';
import { formatNearMoment } from '../../lib/format.ts';
import { auctionPath } from '../../lib/paths.ts';
import { isHalted, isOver, stateAt } from '../../lib/shown-auction.ts';
import { useCategoryName } from '../../lib/use-categories.ts';
import { useIsLeftOut, useLiveAuction } from '../../lib/use-live.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import './auction-card.css';

const ENDING_SOON_MS = 60_000;

/** One auction among others: its picture, live price and what is left of its time. */
export function AuctionCard({ auction: read, eager }: { auction: Auction; eager: boolean }) {
  const auction = useLiveAuction(read);
  const state = useServerTime((nowMs) => stateAt(auction, nowMs));
  const categoryName = useCategoryName(auction.categoryId);
  const isLeftOut = useIsLeftOut(auction.auctionId) && !isOver(auction);
  return (
    <Link className="card" to={auctionPath(auction.auctionId)} data-auction-id={auction.auctionId}>
      <div className="pic">
        <Picture
          image={auction.images[0]}
          alt=""
          seed={auction.auctionId}
          categoryName={categoryName}
          frame={CARD_FRAME}
          eager={eager}
        />
        <StateBadge auction={auction} state={state} />
      </div>
      <h3>{auction.title}</h3>
      <LivePrice className="price" amountKrw={auction.priceKrw ?? auction.startKrw} />
      <div className="meta num">
        <span>{auction.priceKrw === null ? '시작가' : `입찰 ${auction.bidCount}`}</span>
        {isLeftOut && <span data-testid="no-room">실시간 아님</span>}
        <Time auction={auction} state={state} />
      </div>
    </Link>
  );
}

function StateBadge({ auction, state }: { auction: Auction; state: AuctionState }) {
  const soon = useServerTime(
    (nowMs) => nowMs !== null && auction.closesAtMs - nowMs < ENDING_SOON_MS,
  );
  if (isHalted(auction)) return <Badge mood={HALTED_WORDS.mood}>{HALTED_WORDS.words}</Badge>;
  const { words, mood } = STATE_WORDS[state];
  return <Badge mood={mood}>{state === 'live' && soon ? '곧 마감' : words}</Badge>;
}

function Time({ auction, state }: { auction: Auction; state: AuctionState }) {
  const moment = useServerTime((nowMs) =>
    nowMs === null
      ? ''
      : formatNearMoment(state === 'coming' ? auction.opensAtMs : auction.closesAtMs, nowMs),
  );
  if (state === 'live') {
    return (
      <b>
        <Countdown untilMs={auction.closesAtMs} after=" 남음" />
      </b>
    );
  }
  return <span className="later">{`${moment} ${state === 'coming' ? '열림' : '마감'}`}</span>;
}
