import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { Heart } from 'lucide-react';
import { ToggleButton } from 'react-aria-components';
import { formatCount } from '../lib/format.ts';
import { useHeart } from '../lib/use-heart.ts';
import './heart-button.css';

/** Puts an auction on one's watchlist or takes it off, at once; a refusal undoes that and says why. */
export function HeartButton({ auction }: { auction: Auction }) {
  const { isWatched, press, fault } = useHeart(auction);
  return (
    <span className="heart-place">
      <ToggleButton
        className="heart num"
        isSelected={isWatched}
        onChange={press}
        data-testid="heart"
      >
        <Heart aria-hidden size={20} strokeWidth={1.75} />
        <span className="unseen">{`${auction.title}, 관심 `}</span>
        <span className={auction.watchCount === 0 ? 'unseen' : undefined}>
          {formatCount(auction.watchCount)}
        </span>
      </ToggleButton>
      {fault && (
        <span role="alert" className="heart-fault">
          {fault.message}
        </span>
      )}
    </span>
  );
}
