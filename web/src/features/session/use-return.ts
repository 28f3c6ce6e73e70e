import { completeSignIn, finishSignIn, joinSignIn } from '@sagopalgo/core/contracts/sign-in.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { consentsInForce } from '../../lib/consents-in-force.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { useEntered } from './use-sign-in.ts';

interface Completed {
  nickname: string;
  email: string | null;
  marketing: boolean;
}

/** Comes back from a provider with what stands behind the `?`. */
export function useFinish(provider: ProviderName) {
  const entered = useEntered();
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (query: string) => callApi(finishSignIn, { body: { provider, query } }),
    onSuccess: async (returned) => {
      if (returned.outcome === 'signed-in') await entered(returned);
      if (returned.outcome === 'linked') {
        await queries.invalidateQueries({ queryKey: queryKeys.signInWays });
      }
    },
  });
}

/** Makes the account of whoever came back as nobody's. */
export function useComplete() {
  const entered = useEntered();
  return useSingleMutation({
    mutationFn: ({ nickname, email, marketing }: Completed) => {
      const consents = consentsInForce(serverClock.nowMs() ?? Date.now(), marketing);
      return callApi(completeSignIn, { body: { nickname, email, consents } });
    },
    onSuccess: entered,
  });
}

/** Joins whoever came back to the account with their address. */
export function useJoin() {
  const entered = useEntered();
  return useSingleMutation({
    mutationFn: (password: string) => callApi(joinSignIn, { body: { password } }),
    onSuccess: entered,
  });
}
