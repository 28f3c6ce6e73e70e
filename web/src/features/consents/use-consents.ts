import { giveConsent, listConsents } from '@sagopalgo/core/contracts/consents.ts';
import type { ConsentDocument } from '@sagopalgo/core/rules/consent-documents.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

const STAYS_FRESH_MS = 60 * 60_000;

interface Said {
  document: ConsentDocument;
  version: string;
  isGiven: boolean;
}

/** What one has agreed to, and has to be asked about; nothing while nobody is signed in. */
export function useConsents() {
  const session = useSession();
  return useQuery({
    queryKey: queryKeys.consents,
    queryFn: () => callApi(listConsents),
    staleTime: STAYS_FRESH_MS,
    enabled: Boolean(session),
  });
}

/** Says yes or no to some documents. */
export function useSayConsents() {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: async (said: readonly Said[]) => {
      for (const body of said) await callApi(giveConsent, { body });
    },
    onError: () => queries.invalidateQueries({ queryKey: queryKeys.consents }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.consents }),
  });
}
