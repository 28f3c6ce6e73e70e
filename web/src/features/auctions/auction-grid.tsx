import { Bone } from '../../components/bone.tsx';
import { Button } from '../../components/button.tsx';
import { HeartButton } from '../../components/heart-button.tsx';
import { Loading } from '../../components/loading.tsx';
import { StaleList } from '../../components/stale-price.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { useWatch } from '../../lib/use-live.ts';
import { AuctionCard } from './auction-card.tsx';
import type { ListedAuction } from './auction-card.tsx';
import './auction-card.css';

const EAGER_CARDS = 4;
const SKELETON_CARDS = 8;

interface AuctionGridProps {
  auctions: readonly ListedAuction[];
  /** When they were read, by the browser's clock. */
  readAtMs: number;
  /** Given when there are more to load. */
  onMore?: (() => void) | undefined;
  loadingMore?: boolean;
  /** Why the next of them could not be loaded. */
  moreError?: Error | null;
}

/** Cards with live prices, and how to see more of them. */
export function AuctionGrid(props: AuctionGridProps) {
  const { auctions, readAtMs, onMore, loadingMore = false, moreError = null } = props;
  useWatch(auctions);
  return (
    <>
      <StaleList auctions={auctions} readAtMs={readAtMs} />
      <ul className="grid">
        {auctions.map((auction, index) => (
          <li key={auction.auctionId}>
            <AuctionCard auction={auction} eager={index < EAGER_CARDS} />
            <HeartButton auction={auction} />
          </li>
        ))}
      </ul>
      {onMore && (
        <div className="more">
          <div role="alert">
            {moreError && !loadingMore && (
              <Strip mood="no">다음 경매를 불러오지 못했어요. {wordsOf(moreError)}</Strip>
            )}
          </div>
          <Button onPress={onMore} busy={loadingMore}>
            {moreWords(loadingMore, moreError)}
          </Button>
        </div>
      )}
    </>
  );
}

function moreWords(isLoading: boolean, error: Error | null): string {
  if (isLoading) return '불러오는 중';
  return error ? '다시 불러오기' : '더 보기';
}

/** The grid before anything is known, in its final measure. */
export function AuctionGridSkeleton() {
  return (
    <Loading label="경매를 불러오는 중">
      <div className="grid">
        {Array.from({ length: SKELETON_CARDS }, (_, card) => (
          <div key={card} className="card">
            <Bone style={{ aspectRatio: 1, borderRadius: 'var(--radius)' }} />
            <Bone height={21} width="90%" style={{ margin: '12px 0 6px' }} />
            <Bone height={28} width="60%" />
            <Bone height={18} width="70%" style={{ marginTop: 4 }} />
          </div>
        ))}
      </div>
    </Loading>
  );
}
