import { getMe } from '@sagopalgo/core/contracts/users.ts';
import { useQuery } from '@tanstack/react-query';
import { ApiRefusal } from './api-refusal.ts';
import { callApi } from './call-api.ts';
import { queryKeys } from './query-keys.ts';
import { isRemembered, rememberSession } from './session-memory.ts';

const STAYS_FRESH_MS = 5 * 60_000;

/** How it is asked who is signed in. */
export const ME_QUERY = { queryKey: queryKeys.me, queryFn: readMe, staleTime: STAYS_FRESH_MS };

/** Who is signed in: undefined while that is being asked, null when nobody is. */
export function useSession() {
  const { data } = useQuery(ME_QUERY);
  return data;
}

async function readMe() {
  try {
    const me = await callApi(getMe);
    if (!isRemembered()) rememberSession(me.userId);
    return me;
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 401) return null;
    throw error;
  }
}
