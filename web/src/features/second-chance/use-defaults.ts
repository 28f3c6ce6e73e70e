import { getMyDefaults } from '@sagopalgo/core/contracts/offers.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';

const STAYS_FRESH_MS = 60_000;

/** What one has won and not paid for, as long as it counts, and whether one may bid. */
export function useDefaults() {
  const session = useSession();
  const { data } = useQuery({
    queryKey: [...queryKeys.mine, 'defaults'],
    queryFn: () => callApi(getMyDefaults),
    enabled: Boolean(session),
    staleTime: STAYS_FRESH_MS,
  });
  return data;
}
