import { STARS_MAX } from '@sagopalgo/core/contracts/ratings.ts';
import { Star } from 'lucide-react';
import './stars.css';

/** So many stars of five; those who listen hear the number. */
export function Stars({ stars }: { stars: number }) {
  return (
    <span className="stars">
      <span className="unseen">{`별 ${STARS_MAX}개 중 ${stars}개`}</span>
      {Array.from({ length: STARS_MAX }, (_, index) => (
        <Star key={index} aria-hidden size={16} data-on={index < stars || undefined} />
      ))}
    </span>
  );
}
