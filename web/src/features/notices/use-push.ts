import { subscribeToPush, unsubscribeFromPush } from '@sagopalgo/core/contracts/notices.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  isSubscribed,
  pushOf,
  rememberPushOf,
  subscribeBrowser,
  unsubscribeBrowser,
} from '../../lib/browser-push.ts';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

const BROWSER_KEY = ['push-browser'];

/** Whether this browser shows the person's pushes, and how to turn that on and off. */
export function usePush() {
  const queries = useQueryClient();
  const session = useSession();
  const userId = session?.userId ?? null;
  const { data: isOn } = useQuery({
    queryKey: [...BROWSER_KEY, userId],
    queryFn: async () => pushOf() === userId && (await isSubscribed()),
  });
  const readAgain = async () => {
    await queries.invalidateQueries({ queryKey: BROWSER_KEY });
    await queries.invalidateQueries({ queryKey: queryKeys.noticeSettings });
  };
  const turnOn = useSingleMutation({
    mutationFn: async (pushKey: string) => {
      const subscription = await subscribeBrowser(pushKey);
      if (!subscription) return;
      await callApi(subscribeToPush, { body: subscription });
      rememberPushOf(userId);
    },
    onSuccess: readAgain,
  });
  const turnOff = useSingleMutation({
    mutationFn: async () => {
      const endpoint = await unsubscribeBrowser();
      rememberPushOf(null);
      if (endpoint !== null) await callApi(unsubscribeFromPush, { body: { endpoint } });
    },
    onSuccess: readAgain,
  });
  return { isOn: isOn ?? false, turnOn, turnOff };
}
