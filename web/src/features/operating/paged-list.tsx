import type { ReactNode } from 'react';
import { Bone } from '../../components/bone.tsx';
import { Button } from '../../components/button.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import './operating.css';

const SKELETON_ROWS = 3;

interface PagedListProps<Item> {
  list: {
    data: { pages: readonly { items: readonly Item[] }[] } | undefined;
    error: Error | null;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => Promise<unknown>;
    refetch: () => Promise<unknown>;
  };
  empty: ReactNode;
  keyOf: (item: Item) => string;
  renderItem: (item: Item) => ReactNode;
}

/** A list that is read by pages, in all its conditions. */
export function PagedList<Item>({ list, empty, keyOf, renderItem }: PagedListProps<Item>) {
  if (!list.data) {
    return list.error ? (
      <Failure error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <ListSkeleton />
    );
  }
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <>
      <ul className="operator-list">
        {items.map((item) => (
          <li key={keyOf(item)}>{renderItem(item)}</li>
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

/** Cards of about the size that will come. */
export function ListSkeleton() {
  return (
    <Loading label="불러오는 중">
      <div className="operator-list">
        {Array.from({ length: SKELETON_ROWS }, (_, row) => (
          <Bone key={row} height={132} />
        ))}
      </div>
    </Loading>
  );
}
