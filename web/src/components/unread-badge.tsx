import { formatCount } from '../lib/format.ts';
import { useUnread } from '../lib/use-unread.ts';
import { Badge } from './badge.tsx';

/** How many messages about an order wait to be read; nothing where none do. */
export function UnreadBadge({ orderId }: { orderId: string | undefined }) {
  const unread = useUnread(orderId);
  return unread > 0 ? <Badge mood="warn">새 메시지 {formatCount(unread)}</Badge> : null;
}
