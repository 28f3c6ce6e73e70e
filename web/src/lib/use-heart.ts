import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { unwatchAuction, watchAuction } from '@sagopalgo/core/contracts/watchlist.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { callApi } from './call-api.ts';
import { keepHeart } from './kept-heart.ts';
import { logInPath } from './paths.ts';
import { queryKeys } from './query-keys.ts';
import { useSession } from './use-session.ts';
import { useSingleMutation } from './use-single-mutation.ts';
import type { Watching } from './watching.ts';
import { readStopped, showWatching, stopReads } from './watching.ts';

/** A refusal is read by then. */
const FAULT_SHOWN_MS = 8_000;

/** What stood there before a press, and which reads it has stopped. */
interface Shown {
  before: Watching;
  stopped: ReadonlySet<string>;
}

/** Whether one watches the auction, and how to begin or end that; who is not signed in is led to that. */
export function useHeart({ auctionId, watched, watchCount }: Auction) {
  const queries = useQueryClient();
  const session = useSession();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const show = (watching: Watching) => showWatching(queries, auctionId, watching);
  const isWatched = Boolean(session) && watched === true;
  const change = useSingleMutation<Watching, boolean, Shown>({
    mutationFn: (isOn) => {
      const input = { params: { auctionId } };
      return isOn ? callApi(watchAuction, input) : callApi(unwatchAuction, input);
    },
    onMutate: async (isOn) => {
      const stopped = await stopReads(queries);
      show({ watched: isOn, watchCount: Math.max(0, watchCount + (isOn ? 1 : -1)) });
      return { before: { watched: isWatched, watchCount }, stopped };
    },
    onError: (_error, _isOn, shown) => {
      if (!shown) return;
      show(shown.before);
      readStopped(queries, shown.stopped);
    },
    onSuccess: async (answer, _isOn, { stopped }) => {
      show(answer);
      readStopped(queries, stopped);
      // A list that is looked at keeps what was just taken off it, so that it can be put back.
      await queries.invalidateQueries({ queryKey: queryKeys.watchlist, refetchType: 'none' });
    },
  });
  const { error: fault, reset } = change;
  useEffect(() => {
    if (!fault) return undefined;
    const timer = setTimeout(reset, FAULT_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [fault, reset]);
  const press = () => {
    if (session !== null) return change.mutate(!isWatched);
    keepHeart(auctionId, Date.now());
    void navigate(logInPath(`${pathname}${search}`));
  };
  return { isWatched, press, fault };
}
