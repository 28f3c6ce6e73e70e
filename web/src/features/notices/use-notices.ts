import { countUnreadNotices, listNotices, readNotices } from '@sagopalgo/core/contracts/notices.ts';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';

const PAGE_SIZE = 30;
/** A page without a stream hears of nothing by itself. */
const READ_AGAIN_MS = 60_000;

/** What the person was told, page by page, what happened last first. */
export function useNotices() {
  const session = useSession();
  return useInfiniteQuery({
    queryKey: queryKeys.notices,
    queryFn: ({ pageParam }) =>
      callApi(listNotices, {
        query: { limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    enabled: Boolean(session),
  });
}

/** How many of them are unread; undefined while that is not known. */
export function useUnread(): number | undefined {
  const session = useSession();
  const { data } = useQuery({
    queryKey: queryKeys.unreadNotices,
    queryFn: () => callApi(countUnreadNotices),
    enabled: Boolean(session),
    refetchInterval: READ_AGAIN_MS,
  });
  return session ? data?.unread : undefined;
}

/** Marks one notice as read, or with `upTo` that and all before it. */
export function useReadNotices() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { noticeId: string; upTo?: boolean }) => callApi(readNotices, { body }),
    onSuccess: async (left) => {
      queries.setQueryData(queryKeys.unreadNotices, left);
      await queries.invalidateQueries({ queryKey: queryKeys.notices });
    },
  });
}
