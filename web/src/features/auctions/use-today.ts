import { getToday } from '@sagopalgo/core/contracts/auction-lists.ts';
import type { SalePhase } from '@sagopalgo/core/rules/kst.ts';
import { salePhase } from '@sagopalgo/core/rules/kst.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { useServerTime } from '../../lib/use-server-time.ts';

const PAGE_SIZE = 24;

/** The day's sale by the hour; read anew when 09:00 or 18:00 passes on the server's clock. */
export function useToday() {
  const phase = usePhase();
  return useInfiniteQuery({
    queryKey: [...queryKeys.auctions, 'today', phase],
    queryFn: async ({ pageParam }) => {
      const sentAtMs = serverClock.markMs();
      const query = { limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) };
      const today = await callApi(getToday, { query });
      serverClock.observeReply(today.serverNowMs, sentAtMs);
      return today;
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Where the daily sale stands by the server's clock; null before that is known. */
export function usePhase(): SalePhase | null {
  return useServerTime((nowMs) => (nowMs === null ? null : salePhase(nowMs)));
}
