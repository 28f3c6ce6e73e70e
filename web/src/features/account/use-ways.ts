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

/** Goes to a provider to link it, or takes its word no more. */
export function useChangeWay() {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: async ({ provider, isLinked }: { provider: ProviderName; isLinked: boolean }) => {
      if (isLinked) {
        await callApi(unlinkProvider, { params: { provider } });
        return;
      }
      const { url } = await callApi(beginLink, { body: { provider } });
      keepNext(ACCOUNT_PATH);
      location.assign(url);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.signInWays }),
  });
}
