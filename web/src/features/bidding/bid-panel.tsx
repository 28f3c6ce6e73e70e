import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { HeartButton } from '../../components/heart-button.tsx';
import { ConnectionSign } from '../../components/connection-sign.tsx';
import { StalePrice } from '../../components/stale-price.tsx';
import { Viewers } from '../../components/viewers.tsx';
import { HALTED_WORDS, STATE_WORDS } from '../../components/state-words.ts';
import { formatCount, formatNearMoment } from '../../lib/format.ts';
import { sellerPath } from '../../lib/paths.ts';
import { isHalted, isOver } from '../../lib/shown-auction.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import './bid-panel.css';
import { BigPrice } from './big-price.tsx';
import { ClosingNote } from './closing-note.tsx';
import { ReserveSign } from './reserve-sign.tsx';
import type { WonOrder } from './standing.tsx';
import { Standing } from './standing.tsx';

const ENDING_SOON_MS = 60_000;

interface BidPanelProps {
  auction: Auction;
  state: AuctionState;
  won: boolean;
  order: WonOrder | undefined;
  categoryName: string | undefined;
  /** The bid form, or what there is to do in its place. */
  children: ReactNode;
}

/** What is sold, at which price, for how long still, and where you stand. */
export function BidPanel(props: BidPanelProps) {
  const { auction, state, won, order, categoryName, children } = props;
  const over = isOver(auction);
  return (
    <section className="panel" aria-label="입찰">
      <div className="row apart top-line">
        <div aria-live="polite">
          <StateBadge auction={auction} state={state} won={won} />
        </div>
        {!over && (
          <span className="row">
            <Viewers auctionId={auction.auctionId} />
            <ConnectionSign auctionId={auction.auctionId} />
          </span>
        )}
      </div>
      <h1>{auction.title}</h1>
      <div className="row apart about">
        <div className="who num">
          <Link className="text-link" to={sellerPath(auction.seller.sellerId)}>
            {auction.seller.nickname}
          </Link>
          {categoryName && ` · ${categoryName}`}
          <span data-testid="views">{` · 조회 ${formatCount(auction.viewCount)}`}</span>
        </div>
        <HeartButton auction={auction} />
      </div>
      <hr />
      <BigPrice auction={auction} state={state} testId="price" />
      {state === 'live' && <ClosingNote auction={auction} />}
      <ReserveSign auction={auction} open={!over && !isHalted(auction)} />
      {!over && <StalePrice auctionId={auction.auctionId} />}
      <Standing auction={auction} state={state} testId="standing" order={order} />
      {children}
    </section>
  );
}

function StateBadge({ auction, state, won }: Pick<BidPanelProps, 'auction' | 'state' | 'won'>) {
  const soon = useServerTime(
    (nowMs) => nowMs !== null && auction.closesAtMs - nowMs < ENDING_SOON_MS,
  );
  const opens = useServerTime((nowMs) =>
    nowMs === null ? '' : formatNearMoment(auction.opensAtMs, nowMs),
  );
  if (isHalted(auction)) return <Badge mood={HALTED_WORDS.mood}>{HALTED_WORDS.words}</Badge>;
  const { words, mood } = STATE_WORDS[state];
  const told: Partial<Record<AuctionState, string>> = {
    coming: `${opens} 열림`,
    ...(soon && { live: '곧 마감' }),
    closed: '마감 · 결과 확인 중',
    ...(!won && { sold: '낙찰됨' }),
  };
  return <Badge mood={state === 'sold' && !won ? 'plain' : mood}>{told[state] ?? words}</Badge>;
}
