import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { ReactNode } from 'react';
import { Bone } from '../../components/bone.tsx';
import { Button } from '../../components/button.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { StaleList } from '../../components/stale-price.tsx';
import { useWatch } from '../../lib/use-live.ts';
import { useReadMoment } from '../../lib/use-read-moment.ts';
import './my-list.css';

const SKELETON_ROWS = 4;
const NONE: readonly Auction[] = [];

interface MyListProps<Item extends Auction> {
  list: {
    data: { pages: readonly { items: readonly Item[] }[] } | undefined;
    error: Error | null;
    dataUpdatedAt: number;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => Promise<unknown>;
    refetch: () => Promise<unknown>;
  };
  empty: ReactNode;
  renderRow: (item: Item) => ReactNode;
}

/** One's own auctions of some kind, in all the list's conditions. */
export function MyList<Item extends Auction>({ list, empty, renderRow }: MyListProps<Item>) {
  const items = list.data?.pages.flatMap((page) => page.items);
  useWatch(items ?? NONE);
  const readAtMs = useReadMoment(list);
  if (!items) {
    return list.error ? (
      <Failure error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <MyListSkeleton />
    );
  }
  if (items.length === 0) return empty;
  return (
    <>
      <StaleList auctions={items} readAtMs={readAtMs} />
      <ul className="my-list">
        {items.map((item) => (
          <li key={item.auctionId}>{renderRow(item)}</li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button onPress={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
          더 보기
        </Button>
      )}
    </>
  );
}

function MyListSkeleton() {
  return (
    <Loading label="불러오는 중">
      <div className="my-list">
        {Array.from({ length: SKELETON_ROWS }, (_, row) => (
          <div key={row} className="my-row">
            <Bone style={{ aspectRatio: 1 }} />
            <div>
              <Bone height={21} width="80%" />
              <Bone height={28} width="40%" style={{ marginTop: 4 }} />
              <Bone height={18} width="55%" style={{ marginTop: 4 }} />
            </div>
          </div>
        ))}
      </div>
    </Loading>
  );
}
