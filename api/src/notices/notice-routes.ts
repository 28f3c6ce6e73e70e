import {
  countUnreadNotices,
  getNoticeSettings,
  listNotices,
  readNotices,
  setNoticeSettings,
  subscribeToPush,
  unsubscribeFromPush,
} from '@sagopalgo/core/contracts/notices.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { findNotices, unreadOf } from './find-notices.ts';
import { findSettings, keepSettings } from './notice-settings.ts';
import { markRead } from './mark-read.ts';
import { subscribe, unsubscribe } from './push-subscriptions.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'settings'>;

/** What people are told, and how they want to be. */
export function noticeRoutes(serve: Serve, deps: Used): void {
  serve(listNotices, (call) => findNotices(deps, callerOf(call).userId, call.query));
  serve(countUnreadNotices, async (call) => ({
    unread: await unreadOf(deps, callerOf(call).userId),
  }));
  serve(readNotices, (call) => markRead(deps, callerOf(call).userId, call.body));
  serve(getNoticeSettings, (call) => findSettings(deps, callerOf(call).userId));
  serve(setNoticeSettings, (call) => keepSettings(deps, callerOf(call).userId, call.body));
  serve(subscribeToPush, (call) => subscribe(deps, callerOf(call), call.body));
  serve(unsubscribeFromPush, (call) => unsubscribe(deps, callerOf(call), call.body.endpoint));
}
