import type { NoticeEvent } from '@sagopalgo/core/contracts/events.ts';
import { countUnread } from '@sagopalgo/core/notices/count-unread.ts';
import { findListeners, tellPerson } from '@sagopalgo/core/redis/person-messages.ts';
import type { Connections } from './connections.ts';

const PEOPLE_A_BATCH = 500;

/** Of somebody for whom some were put away, and none came. */
export const NONE_NEW: NewestNotice = { noticeId: null, kind: null };

type Used = Pick<Connections, 'db' | 'redis' | 'log'>;
/** The newest notice of somebody's that there is to tell of. */
export type NewestNotice = Pick<NoticeEvent, 'noticeId' | 'kind'>;

/**
 * Tells everybody of these who is here how many of their notices are unread, and the newest of them; call it once what
 * changed has been committed. What is lost on the way is not told again, as the list says the same: never throws.
 */
export async function tellUnread(
  { db, redis, log }: Used,
  newestOf: ReadonlyMap<string, NewestNotice>,
): Promise<void> {
  if (newestOf.size === 0) return;
  try {
    const here = (await findListeners(redis)).filter((userId) => newestOf.has(userId));
    for (let first = 0; first < here.length; first += PEOPLE_A_BATCH) {
      const some = here.slice(first, first + PEOPLE_A_BATCH);
      const unreadOf = await countUnread(db, some);
      const told = some.map((userId) => {
        const data = { ...(newestOf.get(userId) ?? NONE_NEW), unread: unreadOf.get(userId) ?? 0 };
        return tellPerson(redis, userId, [{ event: 'notice', data }]);
      });
      await Promise.all(told);
    }
  } catch (error) {
    log.warn('notices.untold', { people: newestOf.size, error });
  }
}

/** The same for those who have fewer unread notices than before, as some were put away. */
export async function tellFewerUnread(used: Used, userIds: Iterable<string>): Promise<void> {
  await tellUnread(used, new Map(Array.from(userIds, (userId) => [userId, NONE_NEW])));
}
