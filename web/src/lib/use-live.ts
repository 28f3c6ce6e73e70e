import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import type { Connection, LiveAuction } from './live-auction.ts';
import type { LiveFeed } from './live-feed.ts';
import { liveFeed } from './live-page.ts';
import { WATCHED_MAX } from './live-roster.ts';
import { priceAgeSeconds } from './price-age.ts';
import { queryKeys } from './query-keys.ts';
import { isOver, withLive } from './shown-auction.ts';
import { tickedNowMs } from './ticker.ts';
import { useServerTime } from './use-server-time.ts';

export const LiveFeedContext = createContext<LiveFeed>(liveFeed);

/** Watches these auctions as long as the component is on the page. Ended ones have nothing to tell. */
export function useWatch(auctions: readonly Auction[]): void {
  const feed = useContext(LiveFeedContext);
  const ids = auctions
    .filter((auction) => !isOver(auction))
    .map(({ auctionId }) => auctionId)
    .join(',');
  useEffect(() => (ids ? feed.watch(ids.split(',')) : undefined), [feed, ids]);
}

/** The auction as read, brought up to date by what the stream has told since. */
export function useLiveAuction(auction: Auction): Auction {
  return withLive(auction, useLiveFacts(auction.auctionId));
}

/** What the stream has told about an auction, if anything. */
export function useLiveFacts(auctionId: string): LiveAuction | undefined {
  const feed = useContext(LiveFeedContext);
  return useSyncExternalStore(feed.subscribe, () => feed.state().auctions.get(auctionId));
}

/** True once the stream has said that there is no such auction, or none any more. */
export function useIsUnknown(auctionId: string): boolean {
  const feed = useContext(LiveFeedContext);
  return useSyncExternalStore(feed.subscribe, () => feed.state().unknownIds.has(auctionId));
}

/** True for an auction that is watched in vain: the one connection is full, or the server lacks it. */
export function useIsLeftOut(auctionId: string): boolean {
  const feed = useContext(LiveFeedContext);
  return useSyncExternalStore(feed.subscribe, () => isLeftOut(feed, auctionId));
}

/** Whether an auction's price moves by itself, and if not, why. */
export function useLiveness(auctionId: string): Connection {
  const feed = useContext(LiveFeedContext);
  return useSyncExternalStore(feed.subscribe, () => feed.livenessOf(auctionId));
}

/** How many seconds old the price of an auction is that was read by itself, or null while it is live. */
export function useStaleForSeconds(auctionId: string): number | null {
  const queries = useQueryClient();
  return useOldestSeconds(
    () => [auctionId],
    () => queries.getQueryState(queryKeys.auction(auctionId))?.dataUpdatedAt ?? null,
  );
}

/** How many seconds old the oldest price is of a list that was read at `readAtMs` of the browser's clock. */
export function useListStaleForSeconds(
  auctions: readonly Auction[],
  readAtMs: number,
): number | null {
  const feed = useContext(LiveFeedContext);
  return useOldestSeconds(
    () =>
      auctions
        .filter((auction) => !isOver(auction) && !isLeftOut(feed, auction.auctionId))
        .map(({ auctionId }) => auctionId),
    () => readAtMs,
  );
}

function useOldestSeconds(idsOf: () => string[], readAtMs: () => number | null): number | null {
  const feed = useContext(LiveFeedContext);
  const select = (serverMs: number | null): number | null => {
    const nows = { serverMs, browserMs: Date.now() };
    const ages = idsOf()
      .filter((auctionId) => feed.livenessOf(auctionId) !== 'live')
      .map((id) => ({ rightUntilMs: feed.rightUntilMs(id), readAtMs: readAtMs() }))
      .map((known) => priceAgeSeconds(known, nows) ?? -1);
    const oldest = Math.max(-1, ...ages);
    return oldest < 0 ? null : oldest;
  };
  // Both as time goes on and at once when the connection changes.
  useSyncExternalStore(feed.subscribe, () => select(tickedNowMs()));
  return useServerTime(select);
}

function isLeftOut(feed: LiveFeed, auctionId: string): boolean {
  return feed.state().unknownIds.has(auctionId) || !feed.hasRoomFor(auctionId, WATCHED_MAX);
}
