import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import type { RefObject } from 'react';
import { useEffect, useRef } from 'react';

/** For what stands in the form's place once the auction is over: it takes the focus that the form had. */
export function useFocusAtEnd(state: AuctionState): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const wasLive = useRef(false);
  useEffect(() => {
    const hasEnded = wasLive.current && state !== 'live';
    wasLive.current = state === 'live';
    // With the form its focus fell to the body; anybody's who is elsewhere stays there.
    if (hasEnded && document.activeElement === document.body) {
      place.current?.focus({ preventScroll: true });
    }
  }, [state]);
  return place;
}
