import { Heart } from 'lucide-react';
import { ButtonLink } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { AuctionSection } from '../features/auctions/auction-section.tsx';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { useWatchlist } from '../features/watchlist/use-watchlist.ts';
import { listPath } from '../lib/paths.ts';

/** 내 관심: what one keeps an eye on, whether or not one bids. */
export function MyWatchlistPage() {
  const list = useWatchlist();
  return (
    <SignedInOnly title="내 관심">
      <title>내 관심 · 사고팔고</title>
      <h1 className="page-title">내 관심</h1>
      <p className="page-lead">하트를 누른 경매예요. 마감 10분 전에 알려 드려요.</p>
      <AuctionSection
        list={list}
        empty={
          <Notice
            icon={Heart}
            title="아직 관심 경매가 없어요"
            action={
              <ButtonLink kind="primary" to={listPath('live')}>
                지금 진행 중인 경매 보기
              </ButtonLink>
            }
          >
            경매의 하트를 누르면 여기에 모이고, 마감이 다가오면 알려 드려요.
          </Notice>
        }
      />
    </SignedInOnly>
  );
}
