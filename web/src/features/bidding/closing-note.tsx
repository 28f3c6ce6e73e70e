import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { CalendarClock } from 'lucide-react';
import { formatClock } from '../../lib/format.ts';
import type { LiveAuction } from '../../lib/live-auction.ts';
import { useLiveFacts } from '../../lib/use-live.ts';
import { extensionRule } from '../../lib/rule-words.ts';

type Extended = NonNullable<LiveAuction['extended']>;

const REASONS: Record<NonNullable<Extended['reason']>, string> = {
  bid: '마감 직전에 입찰이 있었어요.',
  outage: '마감 전에 잠시 입찰을 받지 못했어요.',
  operator: '운영자가 마감을 옮겼어요.',
};

/** Whether and how the closing can move, and that it has. */
export function ClosingNote({ auction }: { auction: Auction }) {
  return (
    <>
      <MovedClosing auctionId={auction.auctionId} testId="extended" />
      {auction.extension === 'auto' && <p className="closing-note num">{extensionRule()}</p>}
    </>
  );
}

/** When the closing has moved: until when, and why, read out. */
export function MovedClosing({ auctionId, testId }: { auctionId: string; testId: string }) {
  const extended = useLiveFacts(auctionId)?.extended ?? null;
  return (
    <div aria-live="polite">
      {extended && (
        <p className="closing-note moved num" data-testid={testId}>
          <CalendarClock aria-hidden size={16} />
          {extensionWords(extended)}
        </p>
      )}
    </div>
  );
}

/** The new closing and why it moved, in one line. */
export function extensionWords({ closesAtMs, reason }: Extended): string {
  const why = reason === null ? '' : ` ${REASONS[reason]}`;
  return `마감을 ${formatClock(closesAtMs)}까지 늦췄어요.${why}`;
}
