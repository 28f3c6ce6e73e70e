import { Bell } from 'lucide-react';
import { NavLink } from 'react-router';
import { NOTICES_PATH } from '../../lib/paths.ts';
import { useSession } from '../../lib/use-session.ts';
import './notices.css';
import { useUnread } from './use-notices.ts';
import { usePushAgain } from './use-push-again.ts';

const SHOWN_MAX = 99;

/** The way to one's notices, on every page, and how many are unread. */
export function NoticeBell() {
  const session = useSession();
  const unread = useUnread() ?? 0;
  usePushAgain(session?.userId ?? null);
  if (!session) return null;
  const shown = unread > SHOWN_MAX ? `${SHOWN_MAX}+` : String(unread);
  const words = unread === 0 ? '알림' : `알림, 읽지 않은 것 ${shown}개`;
  return (
    <NavLink className="notice-bell" to={NOTICES_PATH} end aria-label={words} data-testid="bell">
      <Bell aria-hidden size={22} strokeWidth={1.75} />
      {unread > 0 && <span aria-hidden className="notice-count num" data-count={shown} />}
    </NavLink>
  );
}
