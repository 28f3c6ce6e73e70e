import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { ApiRefusal } from '../lib/api-refusal.ts';
import { LiveFeed } from '../lib/live-feed.ts';
import { watchOwnBids } from '../lib/own-bid-news.ts';
import { queryKeys } from '../lib/query-keys.ts';
import { serverClock } from '../lib/server-clock.ts';
import { watchSession } from '../lib/session-memory.ts';
import { LiveFeedContext } from '../lib/use-live.ts';

const READ_RETRIES_MAX = 2;
const STAYS_FRESH_MS = 10_000;

const queries = new QueryClient({
  queryCache: new QueryCache({ onError: noticeEnd }),
  mutationCache: new MutationCache({ onError: noticeEnd }),
  defaultOptions: {
    queries: {
      staleTime: STAYS_FRESH_MS,
      // What the server has refused it will refuse again; what did not arrive may arrive now.
      retry: (failures, error) =>
        failures < READ_RETRIES_MAX &&
        error instanceof ApiRefusal &&
        ['NETWORK', 'UNAVAILABLE'].includes(error.code),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
const feed = new LiveFeed(serverClock);

/** What the whole page shares: the query cache, the live feed, Korean. */
export function Providers({ children }: { children: ReactNode }) {
  useEffect(() => feed.start(), []);
  useEffect(() => readAgainOnReturn(), []);
  useEffect(() => watchSession(() => void queries.invalidateQueries()), []);
  useEffect(() => watchOwnBids(readStanding), []);
  return (
    <I18nProvider locale="ko-KR">
      <QueryClientProvider client={queries}>
        <LiveFeedContext value={feed}>{children}</LiveFeedContext>
      </QueryClientProvider>
    </I18nProvider>
  );
}

/** Where one stands, and an own maximum nobody else is told of, may have changed in another tab. */
function readStanding(auctionId: string): void {
  void queries.invalidateQueries({ queryKey: queryKeys.auction(auctionId) });
  void queries.invalidateQueries({ queryKey: queryKeys.mine });
}

/** When any call learns that nobody is signed in any more, the header must not go on saying so. */
function noticeEnd(error: Error): void {
  const codes = ['UNAUTHENTICATED', 'SESSION_ENDED'];
  if (error instanceof ApiRefusal && codes.includes(error.code)) {
    queries.setQueryData(queryKeys.me, null);
  }
}

/** After a lost connection the stream catches up on prices; the reads catch up on everything else. */
function readAgainOnReturn(): () => void {
  let wasAway = false;
  return feed.subscribe(() => {
    const { connection } = feed.state();
    const isAway = connection === 'reconnecting' || connection === 'stale';
    if (wasAway && connection === 'live') {
      for (const queryKey of [queryKeys.auctions, ['auction'], ['history']]) {
        void queries.invalidateQueries({ queryKey });
      }
    }
    wasAway = isAway;
  });
}
