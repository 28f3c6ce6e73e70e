import { countUnread } from '@sagopalgo/core/notices/count-unread.ts';
import { findListeners, tellPerson } from '@sagopalgo/core/redis/person-messages.ts';
import type { DueNotice, HandingDeps } from './hand-out-notices.ts';

/**
 * Tells everybody who is here of the newest of their notices, and how many are unread; call it once they have been
 * committed. What is lost on the way is not told again, as the list says the same: never throws.
 */
export async function tellLive(
  { db, redis, log }: HandingDeps,
  handedOut: readonly DueNotice[],
): Promise<void> {
  if (handedOut.length === 0) return;
  try {
    const here = new Set(await findListeners(redis));
    const newest = new Map(
      handedOut.filter(({ userId }) => here.has(userId)).map((notice) => [notice.userId, notice]),
    );
    const unreadOf = await countUnread(db, [...newest.keys()]);
    const told = [...newest].map(([userId, { noticeId, kind }]) => {
      const data = { noticeId, kind, unread: unreadOf.get(userId) ?? 0 };
      return tellPerson(redis, userId, [{ event: 'notice', data }]);
    });
    await Promise.all(told);
  } catch (error) {
    log.warn('notices.untold', { notices: handedOut.length, error });
  }
}
