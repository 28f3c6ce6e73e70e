import { REFUSALS } from '@sagopalgo/core/contracts/errors.ts';
import { Link } from 'react-router';
import { Strip } from '../../components/strip.tsx';
import { editAuctionPath } from '../../lib/paths.ts';

interface AlreadyListedProps {
  auctionId: string;
  /** The person goes to the auction that is there. */
  onFollow: (() => void) | undefined;
}

/** It was listed when its answer was lost; what was changed since is changed there. */
export function AlreadyListed({ auctionId, onFollow }: AlreadyListedProps) {
  return (
    <Strip
      mood="no"
      aside={
        <Link className="text-link" to={editAuctionPath(auctionId)} onClick={onFollow}>
          올라간 경매 고치기
        </Link>
      }
    >
      {REFUSALS.ALREADY_LISTED.message}
    </Strip>
  );
}
