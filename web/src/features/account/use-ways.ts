import { beginLink, listSignInWays, unlinkProvider } from '@sagopalgo/core/contracts/sign-in.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { keepNext } from '../../lib/kept-way.ts';
import { ACCOUNT_PATH } from '../../lib/paths.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** By what one may sign in. */
export function useWays() {
  return useQuery({ queryKey: queryKeys.signInWays, queryFn: () => callApi(listSignInWays) });
}

/** Goes to a provider to link it; whoever has no password has to have signed in just before. */
export function useLinkWay(provider: ProviderName) {
  return useSingleMutation({
    mutationFn: async (password: string | null) => {
      const { url } = await callApi(beginLink, { body: { provider, password } });
      keepNext(ACCOUNT_PATH);
      location.assign(url);
    },
  });
}

/** Takes a provider's word no more; proven in the same way. */
export function useUnlinkWay(provider: ProviderName) {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (password: string | null) =>
      callApi(unlinkProvider, { params: { provider }, body: { password } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.signInWays }),
  });
}
