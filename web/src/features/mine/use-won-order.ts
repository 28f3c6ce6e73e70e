import { listMyWins } from '@sagopalgo/core/contracts/orders.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';

const LOOKED_THROUGH_MAX = 100;
/** The order is made a moment after the closing; until it is there it is looked for again. */
const LOOK_AGAIN_MS = 2_000;
const LOOKS_MAX = 60;

/** The order of an auction that one has won; undefined until it is found. */
export function useWonOrder(auctionId: string, won: boolean) {
  const session = useSession();
  const { data } = useQuery({
    queryKey: [...queryKeys.mine, 'won', auctionId],
    queryFn: async () => {
      const { items } = await callApi(listMyWins, { query: { limit: LOOKED_THROUGH_MAX } });
      return items.find((item) => item.auctionId === auctionId) ?? null;
    },
    enabled: won && Boolean(session),
    refetchInterval: ({ state: { data: found, dataUpdateCount: looks } }) =>
      found === null && looks < LOOKS_MAX ? LOOK_AGAIN_MS : false,
  });
  return data ?? undefined;
}
