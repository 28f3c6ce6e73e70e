import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { Failure } from '../../components/failure.tsx';
import { useReadMoment } from '../../lib/use-read-moment.ts';
import type { ListedAuction } from './auction-card.tsx';
import { AuctionGrid, AuctionGridSkeleton } from './auction-grid.tsx';

const EMPTY_PAGES_MAX = 5;

/** What a paged read of auctions can answer, whichever read it was. */
export interface PagedAuctions {
  data: { pages: readonly { items: readonly ListedAuction[] }[] } | undefined;
  error: Error | null;
  dataUpdatedAt: number;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => Promise<unknown>;
  refetch: () => Promise<unknown>;
}

interface AuctionSectionProps {
  title?: string;
  list: PagedAuctions;
  /** Shown where there is nothing; without it the whole section stays away. */
  empty?: ReactNode;
}

/** A titled grid of auctions in all its conditions: loading, failed, empty, full. */
export function AuctionSection({ title, list, empty }: AuctionSectionProps) {
  const auctions = list.data && onceEach(list.data.pages.flatMap(({ items }) => items));
  useMoreWhileEmpty(list, auctions);
  const readAtMs = useReadMoment(list);
  const moreError = list.isFetchNextPageError ? list.error : null;
  const more = () => void list.fetchNextPage();
  if (auctions?.length === 0 && !empty && !moreError) return null;
  return (
    <section>
      {title ? <h2 className="section-title">{title}</h2> : <h2 className="unseen">경매 목록</h2>}
      {!auctions && !list.error && <AuctionGridSkeleton />}
      {!auctions && list.error && (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      )}
      {auctions?.length === 0 && (moreError ? <Failure error={moreError} onRetry={more} /> : empty)}
      {auctions && auctions.length > 0 && (
        <AuctionGrid
          auctions={auctions}
          readAtMs={readAtMs}
          onMore={list.hasNextPage ? more : undefined}
          loadingMore={list.isFetchingNextPage}
          moreError={moreError}
        />
      )}
    </section>
  );
}

/** What has moved while pages were read may be on two of them. */
function onceEach(auctions: readonly ListedAuction[]): ListedAuction[] {
  return [...new Map(auctions.map((auction) => [auction.auctionId, auction])).values()];
}

/** A page may have nothing to show by the time that it is read, and others behind it. */
function useMoreWhileEmpty(list: PagedAuctions, auctions: readonly ListedAuction[] | undefined) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const pages = list.data?.pages.length ?? 0;
  const canGoOn = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  const isWanted = auctions?.length === 0 && canGoOn && pages < EMPTY_PAGES_MAX;
  useEffect(() => {
    if (isWanted) void fetchNextPage();
  }, [isWanted, fetchNextPage]);
}
