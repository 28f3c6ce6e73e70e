import { useContext, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import type { OwnNotice } from '../../lib/live-notices.ts';
import { auctionPath, MY_WINS_PATH } from '../../lib/paths.ts';
import { LiveFeedContext } from '../../lib/use-live.ts';
import { withNotice, withoutThose } from './kept-notices.ts';

/** The notices that this tab shows, newest first, and how to put one away. */
export function useOwnNotices() {
  const feed = useContext(LiveFeedContext);
  const { pathname } = useLocation();
  const [notices, setNotices] = useState<readonly OwnNotice[]>([]);
  useEffect(
    () => feed.onNotice((notice) => setNotices((kept) => withNotice(kept, notice))),
    [feed],
  );
  // The page itself says it, and reads it out; whoever has been there knows.
  const news = withoutThose(notices, (notice) => placeOf(notice) === pathname);
  if (news !== notices) setNotices(news);
  const putAway = (away: OwnNotice) =>
    setNotices((kept) => withoutThose(kept, (notice) => notice === away));
  return { notices: news, putAway };
}

/** Where a notice leads. */
export function placeOf({ type, data }: OwnNotice): string {
  return type === 'won' ? MY_WINS_PATH : auctionPath(data.auctionId);
}
