import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { Query, QueryClient } from '@tanstack/react-query';
import { queryKeys } from './query-keys.ts';

/** Whether one watches an auction, and how many people do. */
export interface Watching {
  watched: boolean;
  watchCount: number;
}

const SHOWN_IN: readonly string[] = ['auction', ...queryKeys.auctions, ...queryKeys.mine];

/**
 * Has what is being read of auctions come to nothing, as it may have been read before what is about to be
 * shown; answers what that was (by the hashes of its keys), to be read again.
 */
export async function stopReads(queries: QueryClient): Promise<ReadonlySet<string>> {
  const stopped = readsUnderWay(queries);
  await queries.cancelQueries({ predicate: showsAuctions });
  return stopped;
}

/** Begins again what was stopped, and what has been begun since: that, too, may be from before. */
export function readStopped(queries: QueryClient, stopped: ReadonlySet<string>): void {
  const again = new Set([...stopped, ...readsUnderWay(queries)]);
  void queries.invalidateQueries({ predicate: ({ queryHash }) => again.has(queryHash) });
}

/** Has everything that shows the auction show this, without reading any of it anew. */
export function showWatching(queries: QueryClient, auctionId: string, watching: Watching): void {
  queries.setQueriesData({ predicate: showsAuctions }, (read: unknown) =>
    withWatching(read, auctionId, watching),
  );
}

/** What was read (an auction, a list, or its pages) with this said of the auction; the same object else. */
export function withWatching(read: unknown, auctionId: string, watching: Watching): unknown {
  if (Array.isArray(read)) {
    const next = read.map((each) => withWatching(each, auctionId, watching));
    return next.every((each, index) => each === read[index]) ? read : next;
  }
  if (typeof read !== 'object' || read === null) return read;
  if (isAuction(read)) {
    const { watched, watchCount } = watching;
    return read.auctionId === auctionId ? { ...read, watched, watchCount } : read;
  }
  const within = Object.entries(read).filter(([name]) => name === 'pages' || name === 'items');
  const next = within.map(([name, part]) => [name, withWatching(part, auctionId, watching)]);
  const isSame = next.every(([, part], index) => part === within[index]?.[1]);
  return isSame ? read : { ...read, ...Object.fromEntries(next) };
}

function readsUnderWay(queries: QueryClient): Set<string> {
  const reading = { fetchStatus: 'fetching', predicate: showsAuctions } as const;
  const found = queries.getQueryCache().findAll(reading);
  return new Set(found.map(({ queryHash }) => queryHash));
}

function showsAuctions({ queryKey: [name] }: Query): boolean {
  return SHOWN_IN.includes(String(name));
}

function isAuction(read: object): read is Pick<Auction, 'auctionId' | 'watchCount'> {
  return 'auctionId' in read && 'watchCount' in read;
}
