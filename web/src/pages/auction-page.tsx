import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { useParams } from 'react-router';
import { Failure } from '../components/failure.tsx';
import { ReportQuestion } from '../components/report-question.tsx';
import { Strip } from '../components/strip.tsx';
import { AuctionSkeleton } from '../features/auctions/auction-skeleton.tsx';
import { Facts } from '../features/auctions/facts.tsx';
import { Gallery } from '../features/auctions/gallery.tsx';
import { Hashtags } from '../features/auctions/hashtags.tsx';
import { useAuction } from '../features/auctions/use-auction.ts';
import { BidArea } from '../features/bidding/bid-area.tsx';
import { BidPanel } from '../features/bidding/bid-panel.tsx';
import { BidHistory } from '../features/history/bid-history.tsx';
import { useWonOrder } from '../features/mine/use-won-order.ts';
import { ProofSection } from '../features/proof/proof-section.tsx';
import { QuestionsSection } from '../features/questions/questions-section.tsx';
import { Receipts } from '../features/proof/receipts.tsx';
import { ConsentCheck } from '../features/second-chance/consent-check.tsx';
import { useBlockWords } from '../features/second-chance/defaults-note.tsx';
import { useConsent } from '../features/second-chance/use-consent.ts';
import { OwnerTools } from '../features/selling/owner-tools.tsx';
import { isMissing } from '../lib/api-refusal.ts';
import { isOver, standingOf, stateAt } from '../lib/shown-auction.ts';
import { useCategoryName } from '../lib/use-categories.ts';
import { useServerTime } from '../lib/use-server-time.ts';
import { useSession } from '../lib/use-session.ts';
import './auction-page.css';
import { NotFoundPage } from './not-found-page.tsx';

/** One auction: what it is, its price as it moves, the bid. */
export function AuctionPage() {
  const { auctionId = '' } = useParams();
  // A new auction is a new page: nothing typed for one may be bid on another.
  return <AuctionById key={auctionId} auctionId={auctionId} />;
}

function AuctionById({ auctionId }: { auctionId: string }) {
  const { auction, error, refetch } = useAuction(auctionId);
  if (auction) return <OneAuction auction={auction} />;
  if (error && isMissing(error)) return <NotFoundPage />;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return <AuctionSkeleton />;
}

function OneAuction({ auction }: { auction: Auction }) {
  const state = useServerTime((nowMs) => stateAt(auction, nowMs));
  const categoryName = useCategoryName(auction.categoryId);
  const session = useSession();
  const won = standingOf(auction, state) === 'won';
  const order = useWonOrder(auction.auctionId, won);
  const consent = useConsent(auction.auctionId, auction.me !== undefined);
  const blocked = useBlockWords();
  return (
    <>
      {auction.hidden && <HiddenNote />}
      <div className="auction">
        <title>{`${auction.title} · 사고팔고`}</title>
        <Gallery auction={auction} categoryName={categoryName} />
        <BidPanel
          auction={auction}
          state={state}
          won={won}
          order={order}
          categoryName={categoryName}
        >
          {auction.own ? (
            <OwnerTools auction={auction} state={state} />
          ) : (
            <BidArea
              auction={auction}
              state={state}
              signedIn={session !== null}
              mayBid={session?.role !== 'ADMIN'}
              blocked={blocked}
              beside={session && <ConsentCheck consent={consent} />}
              order={order}
            />
          )}
        </BidPanel>
        <div className="told">
          <section className="sec">
            <h2>입찰 기록</h2>
            <BidHistory
              auctionId={auction.auctionId}
              ownAlias={auction.me?.alias ?? null}
              open={state === 'live' || state === 'coming'}
            />
          </section>
          <Receipts auctionId={auction.auctionId} />
          {isOver(auction) && <ProofSection auction={auction} />}
          <section className="sec">
            <h2>물건 이야기</h2>
            <p className="story">{auction.description}</p>
            <Hashtags hashtags={auction.hashtags} />
          </section>
          <QuestionsSection auction={auction} state={state} />
          <Terms auction={auction} />
        </div>
      </div>
    </>
  );
}

function Terms({ auction }: { auction: Auction }) {
  return (
    <section className="sec">
      <h2>거래 조건</h2>
      <Facts auction={auction} />
      {!auction.own && !auction.hidden && (
        <ReportQuestion
          reported={{ kind: 'auction', subjectId: auction.auctionId }}
          what="이 경매"
        />
      )}
    </section>
  );
}

function HiddenNote() {
  return (
    <Strip mood="out" testId="hidden">
      숨김 · 운영자가 숨겨서 목록과 검색에 나오지 않아요. 입찰은 그대로 이어져요.
    </Strip>
  );
}
