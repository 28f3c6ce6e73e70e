import { getTerms } from '@sagopalgo/core/contracts/till.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from './call-api.ts';
import { queryKeys } from './query-keys.ts';

const STAYS_FRESH_MS = 60_000;

/** The till's terms as they are now: rates, times, limits. */
export function useTerms() {
  return useQuery({
    queryKey: queryKeys.terms,
    queryFn: () => callApi(getTerms),
    staleTime: STAYS_FRESH_MS,
  });
}
