import { getNoticeSettings, subscribeToPush } from '@sagopalgo/core/contracts/notices.ts';
import { useEffect } from 'react';
import { pushOf, pushPermission, subscribeBrowser } from '../../lib/browser-push.ts';
import { callApi } from '../../lib/call-api.ts';

/**
 * Has a browser that its person had pushed to before pushed to again: a sign-out ends that, and browsers change their
 * subscriptions now and then. Nobody is asked anything; what does not go well goes well on another page.
 */
export function usePushAgain(userId: string | null): void {
  useEffect(() => {
    if (userId === null || pushOf() !== userId || pushPermission() !== 'granted') return;
    subscribeAgain(userId).catch(() => undefined);
  }, [userId]);
}

async function subscribeAgain(userId: string): Promise<void> {
  const { pushKey } = await callApi(getNoticeSettings);
  // They may have turned it off meanwhile.
  if (pushOf() !== userId) return;
  const subscription = pushKey === null ? null : await subscribeBrowser(pushKey);
  if (subscription) await callApi(subscribeToPush, { body: subscription });
}
