import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { Heart } from 'lucide-react';
import { ToggleButton } from 'react-aria-components';
import { formatCount } from '../lib/format.ts';
import { useHeart } from '../lib/use-heart.ts';
import './heart-button.css';

/** Puts an auction on one's watchlist or takes it off, at once; a refusal undoes that and says why. */
export function HeartButton({ auction }: { auction: Auction }) {
  const { isWatched, press, fault } = useHeart(auction);
  const count = formatCount(auction.watchCount);
  return (
    <span className="heart-place">
      <ToggleButton
        className="heart num"
        isSelected={isWatched}
        onChange={press}
        aria-label={`${auction.title}, 관심 ${count}명`}
        data-testid="heart"
      >
        <Heart aria-hidden size={20} strokeWidth={1.75} />
        {auction.watchCount > 0 && <span aria-hidden>{count}</span>}
      </ToggleButton>
      {fault && (
        <span role="alert" className="heart-fault">
          {fault.message}
        </span>
      )}
    </span>
  );
}
