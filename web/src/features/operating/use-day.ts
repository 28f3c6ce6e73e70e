import type { DayAuction } from '@sagopalgo/core/contracts/operating.ts';
import { getOperatorDay } from '@sagopalgo/core/contracts/operating.ts';
import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import {
  cancelAuction,
  getOperatorTask,
  hideAuction,
  moveClosing,
  unhideAuction,
} from '@sagopalgo/core/contracts/operator-deeds.ts';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

const PAGE_SIZE = 20;
const READ_AGAIN_MS = 5_000;
/** The keeper takes up what it is asked within half a second. */
const TASK_AGAIN_MS = 500;

/** The auctions of a sale date, `null` for today's, read again and again. */
export function useDay(saleDate: string | null) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.operating, 'day', saleDate],
    queryFn: ({ pageParam }) =>
      callApi(getOperatorDay, {
        query: {
          limit: PAGE_SIZE,
          ...(saleDate !== null && { saleDate }),
          ...(pageParam !== '' && { cursor: pageParam }),
        },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: READ_AGAIN_MS,
  });
}

/** Does something with a reason; what was done, or asked for, is told to `onDone`. */
export function useDeed(
  deed: (reason: string) => Promise<AuditEntry>,
  onDone: (entry: AuditEntry) => void = () => {},
) {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: deed,
    onSuccess: (entry) => {
      void queries.invalidateQueries({ queryKey: queryKeys.operating });
      onDone(entry);
    },
  });
}

/** What has become of a thing the keeper was asked to do. */
export function useTask(taskId: string | null) {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['operator-task', taskId],
    queryFn: () => callApi(getOperatorTask, { params: { taskId: taskId ?? '' } }),
    enabled: taskId !== null,
    refetchInterval: (query) =>
      query.state.data === undefined || query.state.data.state === 'waiting'
        ? TASK_AGAIN_MS
        : false,
  });
  const state = data?.state;
  useEffect(() => {
    if (state === 'done') void queries.invalidateQueries({ queryKey: queryKeys.operating });
  }, [queries, state]);
  return data ?? null;
}

/** What can be done to an auction. */
export function auctionDeeds({ auctionId, closesAtMs }: DayAuction) {
  const params = { auctionId };
  return {
    hide: (reason: string) => callApi(hideAuction, { params, body: { reason } }),
    unhide: (reason: string) => callApi(unhideAuction, { params, body: { reason } }),
    cancel: (reason: string) => callApi(cancelAuction, { params, body: { reason } }),
    moveBy: (laterMs: number) => (reason: string) =>
      callApi(moveClosing, { params, body: { reason, closesAtMs: closesAtMs + laterMs } }),
  };
}
