import { getAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { formatMoment } from '../../lib/format.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useLiveFacts } from '../../lib/use-live.ts';
import { EndingNotice } from './ending-notice.tsx';
import { isEnding } from './kept-notices.ts';
import type { OtherNotice } from './kept-notices.ts';
import { NoticeCard } from './notice-card.tsx';
import { placeOf } from './notice-places.ts';
import './own-notices.css';
import { useOwnNotices } from './use-own-notices.ts';
import { useOwnWatch } from './use-own-watch.ts';

/** What happened to the person's things, wherever in the house the person is; read out politely. */
export function OwnNotices() {
  useOwnWatch();
  const { notices, putAway } = useOwnNotices();
  const endings = notices.filter(isEnding);
  const others = notices.filter((notice) => !isEnding(notice));
  return (
    <div className="own-notices" aria-live="polite">
      {others.map((notice) => (
        <Told key={notice.data.auctionId} notice={notice} onAway={() => putAway([notice])} />
      ))}
      {endings.length > 0 && <EndingNotice endings={endings} onAway={() => putAway(endings)} />}
    </div>
  );
}

function Told({ notice, onAway }: { notice: OtherNotice; onAway: () => void }) {
  const { auctionId } = notice.data;
  const { data: auction, isPending } = useQuery({
    queryKey: queryKeys.auction(auctionId),
    queryFn: () => callApi(getAuction, { params: { auctionId } }),
  });
  const leaderAlias = useLiveFacts(auctionId)?.leaderAlias ?? null;
  const leadsAgain = leaderAlias !== null && leaderAlias === auction?.me?.alias;
  // The name of the thing comes first, so that it is read out once, and whole.
  if (isPending || (notice.type === 'outbid' && leadsAgain)) return null;
  const link = { to: placeOf(notice), words: LINKS[notice.type] };
  const { type } = notice;
  return <NoticeCard {...{ type, link, onAway }} title={auction?.title} words={wordsOf(notice)} />;
}

const LINKS: Record<OtherNotice['type'], string> = {
  outbid: '경매 보기',
  won: '주문 보기',
  offer: '제안 보기',
};

function wordsOf({ type, data }: OtherNotice): string {
  switch (type) {
    case 'won':
      return `${formatKrw(data.amountKrw)}에 낙찰받았어요. ${formatMoment(data.payByMs)}까지 결제해 주세요.`;
    case 'offer':
      return `${formatKrw(data.amountKrw)}에 살 기회가 왔어요. ${formatMoment(data.acceptByMs)}까지 답해 주세요.`;
    default:
      return `다른 분이 더 높게 입찰했어요. 지금 ${formatKrw(data.priceKrw)}이에요.`;
  }
}
