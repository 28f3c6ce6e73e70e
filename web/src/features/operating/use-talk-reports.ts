import { listMessages, listTalkReports, settleTalkReport } from '@sagopalgo/core/contracts/talk.ts';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

const PAGE_SIZE = 20;
const READ_AGAIN_MS = 10_000;
const KEY = [...queryKeys.operating, 'talk-reports'];

/** What people have told of their talks, those that wait the longest first. */
export function useTalkReports() {
  return useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam }) => callApi(listTalkReports, { query: queryOf(pageParam) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: READ_AGAIN_MS,
  });
}

/** What was said about an order, the newest first, once somebody wants to read it. */
export function useTalkOf(orderId: string, isWanted: boolean) {
  return useInfiniteQuery({
    queryKey: [...KEY, orderId],
    queryFn: ({ pageParam }) =>
      callApi(listMessages, { params: { orderId }, query: queryOf(pageParam) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    enabled: isWanted,
  });
}

/** Ends a report with what was done about it. */
export function useSettleTalkReport(reportId: string) {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (reason: string) =>
      callApi(settleTalkReport, { params: { reportId }, body: { reason } }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: queryKeys.operating }),
  });
}

function queryOf(cursor: string) {
  return { limit: PAGE_SIZE, ...(cursor !== '' && { cursor }) };
}
