import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { listMyBids } from '@sagopalgo/core/contracts/bids.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useWatch } from '../../lib/use-live.ts';
import { useSession } from '../../lib/use-session.ts';

/** Auctions of one's own watched on every page; the connection has room for the page's own, too. */
const WATCHED_MAX = 50;
const STAYS_FRESH_MS = 60_000;
const NONE: readonly Auction[] = [];

/** Watches, on whatever page, the auctions that the person has bid in: the stream tells of no others. */
export function useOwnWatch(): void {
  const session = useSession();
  const { data } = useQuery({
    queryKey: [...queryKeys.mine, 'watched'],
    queryFn: () => callApi(listMyBids, { query: { limit: WATCHED_MAX } }),
    enabled: Boolean(session),
    staleTime: STAYS_FRESH_MS,
  });
  useWatch(session && data ? data.items : NONE);
}
