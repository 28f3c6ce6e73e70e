import { getNoticeSettings, setNoticeSettings } from '@sagopalgo/core/contracts/notices.ts';
import type { NoticeSettings } from '@sagopalgo/core/contracts/notices.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** How the person is told, and what of that is possible. */
export function useNoticeSettings() {
  const session = useSession();
  return useQuery({
    queryKey: queryKeys.noticeSettings,
    queryFn: () => callApi(getNoticeSettings),
    enabled: Boolean(session),
  });
}

/** Says how one wants to be told. */
export function useSaveSettings() {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (body: NoticeSettings) => callApi(setNoticeSettings, { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.noticeSettings }),
  });
}
