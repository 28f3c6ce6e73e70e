/** When a list was read, page by page, by the browser's clock. */
export interface ListReading {
  /** The oldest of its pages. */
  readAtMs: number;
  changedAtMs: number;
  isGrowing: boolean;
}

/** What a paged read says of itself. */
export interface PagedRead {
  dataUpdatedAt: number;
  isFetchingNextPage: boolean;
}

export function firstReading({ dataUpdatedAt, isFetchingNextPage }: PagedRead): ListReading {
  return { readAtMs: dataUpdatedAt, changedAtMs: dataUpdatedAt, isGrowing: isFetchingNextPage };
}

/** One more page makes the others no newer; a list that was read anew is new as a whole. */
export function nextReading(before: ListReading, list: PagedRead): ListReading {
  const isChanged = list.dataUpdatedAt !== before.changedAtMs;
  if (!isChanged && list.isFetchingNextPage === before.isGrowing) return before;
  const next = firstReading(list);
  return isChanged && !before.isGrowing ? next : { ...next, readAtMs: before.readAtMs };
}
