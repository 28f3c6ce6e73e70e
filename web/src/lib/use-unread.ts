import { listUnread } from '@sagopalgo/core/contracts/talk.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from './call-api.ts';
import { queryKeys } from './query-keys.ts';
import { useSession } from './use-session.ts';

/** A page without a stream hears of nothing by itself. */
const READ_AGAIN_MS = 60_000;

/** How many messages of an order wait to be read; 0 while it is not known. */
export function useUnread(orderId: string | undefined): number {
  const session = useSession();
  const { data } = useQuery({
    queryKey: queryKeys.unread,
    queryFn: () => callApi(listUnread),
    enabled: Boolean(session) && orderId !== undefined,
    refetchInterval: READ_AGAIN_MS,
  });
  return data?.items.find((item) => item.orderId === orderId)?.unread ?? 0;
}
