import type { TalkUnreadEvent } from '@sagopalgo/core/contracts/events.ts';
import type { listUnread } from '@sagopalgo/core/contracts/talk.ts';
import type { z } from 'zod';

/** How many messages wait to be read, by order; those with none are left out. */
export type UnreadTalks = z.infer<typeof listUnread.reply>;

/** The same once more of one order was told. */
export function withTold(
  { items }: UnreadTalks,
  { orderId, unread }: TalkUnreadEvent,
): UnreadTalks {
  const others = items.filter((item) => item.orderId !== orderId);
  return { items: unread > 0 ? [...others, { orderId, unread }] : others };
}
