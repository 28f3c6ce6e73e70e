import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import type { Connection, LiveAuction } from './live-auction.ts';
import type { LiveFeed } from './live-feed.ts';
import { liveFeed } from './live-page.ts';
import { WATCHED_MAX } from './live-roster.ts';
import { isOver, withLive } from './shown-auction.ts';
import { useServerTime } from './use-server-time.ts';

/** A blink of the connection is not worth a word; after this the price says how old it is. */
const WORTH_SAYING_AFTER_MS = 1500;

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

/** False for an auction that is watched in vain: the one connection is full. */
export function useHasRoom(auctionId: string): boolean {
  const feed = useContext(LiveFeedContext);
  return useSyncExternalStore(feed.subscribe, () => feed.hasRoomFor(auctionId, WATCHED_MAX));
}

/** How the page is connected to the stream. */
export function useConnection(): Connection {
  const feed = useContext(LiveFeedContext);
  return useSyncExternalStore(feed.subscribe, () => feed.state().connection);
}

/** How many seconds old the prices on the page are, or null while they are live. */
export function useStaleForSeconds(): number | null {
  const feed = useContext(LiveFeedContext);
  const sinceMs = useSyncExternalStore(feed.subscribe, () => feed.state().notLiveSinceMs);
  return useServerTime((nowMs) => {
    if (sinceMs === null || nowMs === null || nowMs - sinceMs < WORTH_SAYING_AFTER_MS) return null;
    return Math.floor((nowMs - sinceMs) / 1000);
  });
}
