import { formatCount } from '../lib/format.ts';
import { useLiveFacts, useLiveness } from '../lib/use-live.ts';
import './viewers.css';

/** How many people watch the auction; nothing while that is not known to be right. */
export function Viewers({ auctionId }: { auctionId: string }) {
  const viewers = useLiveFacts(auctionId)?.viewers ?? null;
  const isLive = useLiveness(auctionId) === 'live';
  if (viewers === null || !isLive) return null;
  return (
    <span className="viewers num" data-testid="viewers">
      {formatCount(viewers)}명이 보는 중
    </span>
  );
}
