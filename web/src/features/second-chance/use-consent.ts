import { consentToSecondChance, getSecondChance } from '@sagopalgo/core/contracts/offers.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** Whether one wants to be asked when the winner does not pay. */
export interface Consent {
  isGiven: boolean;
  change: (isGiven: boolean) => void;
  error: Error | null;
}

/**
 * The consent on one auction. It is said with the first bid that is accepted, and at once from then on:
 * who has not bid has nothing to consent to.
 */
export function useConsent(auctionId: string, hasBid: boolean): Consent {
  const session = useSession();
  const queries = useQueryClient();
  const [wished, setWished] = useState<boolean | null>(null);
  const queryKey = queryKeys.secondChance(auctionId);
  const { data: said } = useQuery({
    queryKey,
    queryFn: () => callApi(getSecondChance, { params: { auctionId } }),
    enabled: Boolean(session) && hasBid,
    staleTime: Infinity,
  });
  const { mutate, isPending, error } = useSingleMutation({
    mutationFn: (isGiven: boolean) =>
      callApi(consentToSecondChance, { params: { auctionId }, body: { isGiven } }),
    // What was asked before it was said may be answered after it, and would undo it on the page.
    onMutate: () => queries.cancelQueries({ queryKey }),
    onSuccess: (answer) => {
      queries.setQueryData(queryKey, answer);
      setWished((wish) => (wish === answer.isGiven ? null : wish));
    },
    onError: (_error, unheard) => {
      // Whether it was heard nobody knows; what was wished since then is still to be said.
      void queries.invalidateQueries({ queryKey });
      setWished((wish) => (wish === unheard ? null : wish));
    },
  });
  const unsaid = hasBid && !isPending ? wished : null;
  useEffect(() => {
    if (unsaid !== null) mutate(unsaid);
  }, [unsaid, mutate]);
  return { isGiven: wished ?? said?.isGiven ?? false, change: setWished, error };
}
