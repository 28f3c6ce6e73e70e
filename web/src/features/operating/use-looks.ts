import {
  getOperatorHealth,
  getOperatorTroubles,
  listReconciliations,
} from '@sagopalgo/core/contracts/operating.ts';
import { findPeople, listAudit } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { listReports } from '@sagopalgo/core/contracts/reports.ts';
import type { ReportState } from '@sagopalgo/core/rules/reporting.ts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

const PAGE_SIZE = 20;
const HEALTH_AGAIN_MS = 3_000;
const READ_AGAIN_MS = 10_000;
/** What the keeper has yet to do is soon done. */
const AUDIT_AGAIN_MS = 2_000;

/** How the rooms are, read again and again. */
export function useHealth() {
  return useQuery({
    queryKey: [...queryKeys.operating, 'health'],
    queryFn: () => callApi(getOperatorHealth),
    refetchInterval: HEALTH_AGAIN_MS,
  });
}

/** What waits for a person. */
export function useTroubles() {
  return useQuery({
    queryKey: [...queryKeys.operating, 'troubles'],
    queryFn: () => callApi(getOperatorTroubles),
    refetchInterval: READ_AGAIN_MS,
  });
}

/** What comparing last came to. */
export function useReconciliations() {
  return useQuery({
    queryKey: [...queryKeys.operating, 'reconciliations'],
    queryFn: () => callApi(listReconciliations),
    refetchInterval: READ_AGAIN_MS,
  });
}

/** People of a name or address; nobody is sought before somebody asks. */
export function usePeople(sought: string) {
  return useQuery({
    queryKey: [...queryKeys.operating, 'people', sought],
    queryFn: () => callApi(findPeople, { query: { q: sought } }),
    enabled: sought !== '',
  });
}

/** Everything operators did, the newest first. */
export function useAudit() {
  return useInfiniteQuery({
    queryKey: [...queryKeys.operating, 'audit'],
    queryFn: ({ pageParam }) =>
      callApi(listAudit, {
        query: { limit: PAGE_SIZE, ...(pageParam !== '' && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: AUDIT_AGAIN_MS,
  });
}

/** What people have reported, as it stands. */
export function useReports(state: ReportState) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.operating, 'reports', state],
    queryFn: ({ pageParam }) =>
      callApi(listReports, {
        query: { state, limit: PAGE_SIZE, ...(pageParam !== '' && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: READ_AGAIN_MS,
  });
}
