import { formatNearMoment } from '../../lib/format.ts';
import { MY_WATCHLIST_PATH } from '../../lib/paths.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import type { EndingNotice as Ending } from './kept-notices.ts';
import { NoticeCard } from './notice-card.tsx';
import { placeOf } from './notice-places.ts';

interface EndingNoticeProps {
  endings: readonly Ending[];
  onAway: () => void;
}

/** What is watched and closes soon, on one card however much it is; those that have closed are left out. */
export function EndingNotice({ endings, onAway }: EndingNoticeProps) {
  const openCount = useServerTime((nowMs) => openOf(endings, nowMs).length);
  const nearMoment = useServerTime((nowMs) => {
    const [first] = openOf(endings, nowMs);
    return first && nowMs !== null ? formatNearMoment(first.data.closesAtMs, nowMs) : '';
  });
  const [first, ...others] = endings;
  if (!first || openCount === 0) return null;
  if (others.length === 0) {
    const words = `관심 경매가 곧 마감돼요. ${nearMoment}에 닫혀요.`;
    const link = { to: placeOf(first), words: '경매 보기' };
    return <NoticeCard {...{ words, link, onAway }} type="ending" title={first.data.title} />;
  }
  const words = `관심 경매 ${openCount}개가 곧 마감돼요.`;
  const link = { to: MY_WATCHLIST_PATH, words: '내 관심 보기' };
  return <NoticeCard {...{ words, link, onAway }} type="ending" title={undefined} />;
}

function openOf(endings: readonly Ending[], nowMs: number | null): readonly Ending[] {
  return nowMs === null ? endings : endings.filter(({ data }) => data.closesAtMs > nowMs);
}
