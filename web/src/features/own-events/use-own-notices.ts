import { useContext, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import type { OwnNotice } from '../../lib/live-notices.ts';
import { LiveFeedContext } from '../../lib/use-live.ts';
import { useSession } from '../../lib/use-session.ts';
import type { KeptNotices } from './kept-notices.ts';
import { keptFor, NO_NOTICES, withNotice, withoutThose } from './kept-notices.ts';
import { isSaidAt } from './notice-places.ts';

const NONE: readonly OwnNotice[] = [];

/** The notices that this tab shows, newest first, and how to put some of them away. */
export function useOwnNotices() {
  const feed = useContext(LiveFeedContext);
  const session = useSession();
  const { pathname } = useLocation();
  const [kept, setKept] = useState<KeptNotices>(NO_NOTICES);
  useEffect(
    () => feed.onNotice((notice) => setKept((before) => withNotice(before, notice))),
    [feed],
  );
  const own = keptFor(kept, session && session.userId);
  // The page itself says it, and reads it out; whoever has been there knows.
  const news = withoutThose(own, (notice) => isSaidAt(notice, pathname));
  if (news !== kept) setKept(news);
  const putAway = (away: readonly OwnNotice[]) =>
    setKept((before) => withoutThose(before, (notice) => away.includes(notice)));
  // As long as it is not known who is here, they may be somebody else's.
  return { notices: session ? news.notices : NONE, putAway };
}
