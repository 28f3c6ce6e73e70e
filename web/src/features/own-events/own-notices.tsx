import { getAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { callApi } from '../../lib/call-api.ts';
import { formatMoment } from '../../lib/format.ts';
import type { OwnNotice } from '../../lib/live-notices.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useLiveFacts } from '../../lib/use-live.ts';
import { placeOf } from './notice-places.ts';
import './own-notices.css';
import { useFocusOnward } from './use-focus-onward.ts';
import { useOwnNotices } from './use-own-notices.ts';
import { useOwnWatch } from './use-own-watch.ts';

/** What happened to the person's bids, wherever in the house the person is; read out politely. */
export function OwnNotices() {
  useOwnWatch();
  const { notices, putAway } = useOwnNotices();
  return (
    <div className="own-notices" aria-live="polite">
      {notices.map((notice) => (
        <Told key={notice.data.auctionId} notice={notice} onAway={() => putAway(notice)} />
      ))}
    </div>
  );
}

function Told({ notice, onAway }: { notice: OwnNotice; onAway: () => void }) {
  const { auctionId } = notice.data;
  const { data: auction, isPending } = useQuery({
    queryKey: queryKeys.auction(auctionId),
    queryFn: () => callApi(getAuction, { params: { auctionId } }),
  });
  const leaderAlias = useLiveFacts(auctionId)?.leaderAlias ?? null;
  const leadsAgain = leaderAlias !== null && leaderAlias === auction?.me?.alias;
  // The name of the thing comes first, so that it is read out once, and whole.
  if (isPending || (notice.type === 'outbid' && leadsAgain)) return null;
  return <Card notice={notice} title={auction?.title} onAway={onAway} />;
}

interface CardProps {
  notice: OwnNotice;
  title: string | undefined;
  onAway: () => void;
}

function Card({ notice, title, onAway }: CardProps) {
  const card = useFocusOnward();
  return (
    <div
      ref={card}
      className="own-notice num"
      aria-atomic
      data-testid="own-notice"
      data-type={notice.type}
    >
      <p>
        {title && <b>{title}</b>} {wordsOf(notice)}
      </p>
      <Link to={placeOf(notice)} onClick={onAway}>
        {LINKS[notice.type]}
      </Link>
      <Button kind="quiet" aria-label="알림 닫기" onPress={onAway}>
        <X aria-hidden size={18} />
      </Button>
    </div>
  );
}

const LINKS: Record<OwnNotice['type'], string> = {
  outbid: '경매 보기',
  won: '주문 보기',
  offer: '제안 보기',
};

function wordsOf({ type, data }: OwnNotice): string {
  switch (type) {
    case 'won':
      return `${formatKrw(data.amountKrw)}에 낙찰받았어요. ${formatMoment(data.payByMs)}까지 결제해 주세요.`;
    case 'offer':
      return `${formatKrw(data.amountKrw)}에 살 기회가 왔어요. ${formatMoment(data.acceptByMs)}까지 답해 주세요.`;
    default:
      return `다른 분이 더 높게 입찰했어요. 지금 ${formatKrw(data.priceKrw)}이에요.`;
  }
}
