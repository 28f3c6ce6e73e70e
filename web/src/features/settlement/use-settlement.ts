import { getMySettlement, setPayoutAccount } from '@sagopalgo/core/contracts/till.ts';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

const PAGE_SIZE = 20;
/** Payouts are made by the minute, and not every page has a stream that would tell of them. */
const READ_AGAIN_MS = 5_000;

/** What the person is owed as a seller, and what has moved, the newest first. */
export function useSettlement() {
  const session = useSession();
  return useInfiniteQuery({
    queryKey: queryKeys.settlement,
    queryFn: ({ pageParam }) =>
      callApi(getMySettlement, {
        query: { limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    enabled: Boolean(session),
    refetchInterval: READ_AGAIN_MS,
  });
}

/** Says where one's money goes from now on; whoever has no password has to have signed in just before. */
export function useSetAccount() {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (body: z.input<typeof setPayoutAccount.body>) =>
      callApi(setPayoutAccount, { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.settlement }),
  });
}
