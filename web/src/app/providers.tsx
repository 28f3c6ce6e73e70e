import type { NoticeEvent, TalkUnreadEvent } from '@sagopalgo/core/contracts/events.ts';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { Query } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { readAsAnother, readAsNobody } from '../lib/another-person.ts';
import { ApiRefusal } from '../lib/api-refusal.ts';
import { followPage, liveFeed } from '../lib/live-page.ts';
import { watchOwnBids } from '../lib/own-bid-news.ts';
import { queryKeys } from '../lib/query-keys.ts';
import { ReadAgain } from '../lib/read-again.ts';
import { onSessionEnd, watchSession } from '../lib/session-memory.ts';
import { afterDelay } from '../lib/surroundings.ts';
import { withTold } from '../lib/unread-talks.ts';
import type { UnreadTalks } from '../lib/unread-talks.ts';

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

const readAgainDeps = {
  ...{ queries, after: afterDelay, random: Math.random },
  isHidden: () => document.hidden,
};
const missed = new ReadAgain(readAgainDeps, [
  { queryKey: queryKeys.auctions },
  { queryKey: ['auction'] },
  { queryKey: ['history'] },
]);
const missedOwn = new ReadAgain(readAgainDeps, [
  { queryKey: queryKeys.mine },
  { queryKey: ['order'] },
  { queryKey: ['ratings'] },
  { queryKey: ['questions'] },
  { queryKey: ['auction'], predicate: isOld },
]);

/** What the whole page shares: the query cache, the live feed, Korean. */
export function Providers({ children }: { children: ReactNode }) {
  useEffect(() => followPage(liveFeed), []);
  useEffect(() => readAgainOnReturn(), []);
  useEffect(() => watchSession(becomeAnother), []);
  useEffect(() => onSessionEnd(becomeNobody), []);
  useEffect(() => readOwnAgain(), []);
  useEffect(() => watchOwnBids(readStanding), []);
  return (
    <I18nProvider locale="ko-KR">
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
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

/** Another tab signed in or out. */
function becomeAnother(): void {
  liveFeed.team.renew();
  void readAsAnother(queries);
}

/** A call of this tab learnt that the sign-in has ended. */
function becomeNobody(): void {
  liveFeed.team.signedAnew();
  void readAsNobody(queries);
}

/** What happens to the person makes old what was read of the person's own things. */
function readOwnAgain(): () => void {
  const stop = liveFeed.onOwn((event) => {
    // `own` itself says to everybody at once that events may have been missed.
    if (event.type === 'own') return missedOwn.soon();
    if (event.type === 'notice') return noticesChanged(event.data);
    if (event.type === 'talk') return messagesWait(event.data);
    // Nothing has changed for those who are told that time is running out.
    if (event.type === 'ending') return;
    void queries.invalidateQueries({ queryKey: queryKeys.mine });
    void queries.invalidateQueries({ queryKey: queryKeys.auction(event.data.auctionId) });
    if (event.type === 'order') {
      void queries.invalidateQueries({ queryKey: queryKeys.order(event.data.orderId) });
      void queries.invalidateQueries({ queryKey: queryKeys.ratings(event.data.orderId) });
    }
  });
  return () => {
    stop();
    missedOwn.stop();
  };
}

/** Said to every window of the person, whichever of them read something. */
function noticesChanged({ unread, kind }: NoticeEvent): void {
  queries.setQueryData(queryKeys.unreadNotices, { unread });
  void queries.invalidateQueries({ queryKey: queryKeys.notices });
  if (kind === 'question' || kind === 'answer') {
    void queries.invalidateQueries({ queryKey: ['questions'] });
  }
}

/** The same of messages: somebody wrote, or another window has read what there was. */
function messagesWait(told: TalkUnreadEvent): void {
  queries.setQueryData<UnreadTalks>(queryKeys.unread, (before) => before && withTold(before, told));
}

/** After a lost connection the stream catches up on prices; the reads catch up on everything else. */
function readAgainOnReturn(): () => void {
  let wasAway = false;
  const stop = liveFeed.subscribe(() => {
    const { connection } = liveFeed.state();
    const isAway = connection === 'reconnecting' || connection === 'stale';
    if (wasAway && connection === 'live') missed.soon();
    wasAway = isAway;
  });
  return () => {
    stop();
    missed.stop();
  };
}

/** What was just read knows of whatever was missed. */
function isOld({ state }: Query): boolean {
  return Date.now() - state.dataUpdatedAt > STAYS_FRESH_MS;
}
