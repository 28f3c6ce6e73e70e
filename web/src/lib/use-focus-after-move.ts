import type { RefObject } from 'react';
import { useEffect, useRef } from 'react';

/** A question that closes gives the focus back a moment after it has gone. */
const GIVEN_BACK_AFTER_MS = 100;

/**
 * For the heading of something that changes, such as how an order stands, or the word that it has: it takes the focus
 * that fell to the body because the button that changed it is gone. Anybody's who is elsewhere stays there.
 */
export function useFocusAfterMove<Place extends HTMLElement = HTMLHeadingElement>(
  state: string,
): RefObject<Place | null> {
  const place = useRef<Place>(null);
  const stateBefore = useRef(state);
  useEffect(() => {
    if (stateBefore.current === state) return undefined;
    stateBefore.current = state;
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) place.current?.focus({ preventScroll: true });
    }, GIVEN_BACK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return place;
}
