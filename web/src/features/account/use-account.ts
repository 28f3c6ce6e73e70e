import { requestEmailProof, verifyEmail } from '@sagopalgo/core/contracts/email-proofs.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { ME_QUERY } from '../../lib/use-session.ts';

/** The link is often followed on another device, and nothing here would hear of it. */
const READ_AGAIN_MS = 5_000;

/** One's own account as it is now; read again and again until its address is verified. */
export function useAccount() {
  return useQuery({
    ...ME_QUERY,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.emailVerified === false ? READ_AGAIN_MS : false),
  });
}

/** Has a link sent that proves one's address. */
export function useRequestProof() {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: () => callApi(requestEmailProof),
    onError: async (error: Error) => {
      if (!(error instanceof ApiRefusal) || error.code !== 'EMAIL_ALREADY_VERIFIED') return;
      await queries.invalidateQueries({ queryKey: queryKeys.me });
    },
  });
}

/** Takes the address that a link was sent to for verified. */
export function useVerifyEmail(token: string) {
  const queries = useQueryClient();
  const seeAnew = () => queries.invalidateQueries({ queryKey: queryKeys.me });
  return useSingleMutation({
    mutationFn: () => callApi(verifyEmail, { body: { token } }),
    onSuccess: seeAnew,
    // What is said of a link that was refused depends on how one's account stands now.
    onError: seeAnew,
  });
}
