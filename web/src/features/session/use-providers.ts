import { beginSignIn, listProviders } from '@sagopalgo/core/contracts/sign-in.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { keepNext } from '../../lib/kept-way.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** By whose word one may sign in here. */
export function useProviders() {
  const { data } = useQuery({
    queryKey: queryKeys.providers,
    queryFn: () => callApi(listProviders),
    staleTime: Infinity,
  });
  return data?.items ?? [];
}

/** Goes to a provider, and to `next` afterwards. */
export function useBeginSignIn(next: string) {
  return useSingleMutation({
    mutationFn: async (provider: ProviderName) => {
      const { url } = await callApi(beginSignIn, { body: { provider } });
      keepNext(next);
      location.assign(url);
    },
  });
}
