import { listSavedAddresses } from '@sagopalgo/core/contracts/saved-addresses.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from './call-api.ts';
import { queryKeys } from './query-keys.ts';

/** The addresses that one keeps for the next time, the default first. */
export function useSavedAddresses() {
  return useQuery({ queryKey: queryKeys.addresses, queryFn: () => callApi(listSavedAddresses) });
}
