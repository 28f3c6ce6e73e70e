import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { unwatchAuction, watchAuction } from '@sagopalgo/core/contracts/watchlist.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from 'react-router';
import { callApi } from './call-api.ts';
import { keepHeart } from './kept-heart.ts';
import { logInPath } from './paths.ts';
import { queryKeys } from './query-keys.ts';
import { useSession } from './use-session.ts';
import { useSingleMutation } from './use-single-mutation.ts';
import type { Watching } from './watching.ts';
import { showWatching } from './watching.ts';

/** Whether one watches the auction, and how to begin or end that; who is not signed in is led to that. */
export function useHeart({ auctionId, watched, watchCount }: Auction) {
  const queries = useQueryClient();
  const session = useSession();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const show = (watching: Watching) => showWatching(queries, auctionId, watching);
  const isWatched = Boolean(session) && watched === true;
  const change = useSingleMutation<Watching, boolean, Watching>({
    mutationFn: (isOn) => {
      const input = { params: { auctionId } };
      return isOn ? callApi(watchAuction, input) : callApi(unwatchAuction, input);
    },
    onMutate: (isOn) => {
      show({ watched: isOn, watchCount: Math.max(0, watchCount + (isOn ? 1 : -1)) });
      return { watched: isWatched, watchCount };
    },
    onError: (_error, _isOn, before) => before && show(before),
    onSuccess: async (answer) => {
      show(answer);
      // A list that is looked at keeps what was just taken off it, so that it can be put back.
      await queries.invalidateQueries({ queryKey: queryKeys.watchlist, refetchType: 'none' });
    },
  });
  const press = () => {
    if (session !== null) return change.mutate(!isWatched);
    keepHeart(auctionId, Date.now());
    void navigate(logInPath(`${pathname}${search}`));
  };
  return { isWatched, press, fault: change.error };
}
