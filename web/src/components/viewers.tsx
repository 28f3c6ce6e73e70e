import { formatCount } from '../lib/format.ts';
import { useConnection, useLiveFacts } from '../lib/use-live.ts';
import './viewers.css';

/** How many people watch the auction; nothing while that is not known to be right. */
export function Viewers({ auctionId }: { auctionId: string }) {
  const viewers = useLiveFacts(auctionId)?.viewers ?? null;
  const isLive = useConnection() === 'live';
  if (viewers === null || !isLive) return null;
  return (
    <span className="viewers num" data-testid="viewers">
      {formatCount(viewers)}명이 보는 중
    </span>
  );
}
