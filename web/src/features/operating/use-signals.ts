import { listSignals } from '@sagopalgo/core/contracts/signals.ts';
import type { SignalKind } from '@sagopalgo/core/contracts/signals.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** The signals of a kind. They look at three months, so that nothing is gained by reading them again and again. */
export function useSignals(kind: SignalKind) {
  return useQuery({
    queryKey: [...queryKeys.operating, 'signals', kind],
    queryFn: () => callApi(listSignals, { query: { kind } }),
    staleTime: 60_000,
  });
}
