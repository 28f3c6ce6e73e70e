import { useCallback, useSyncExternalStore } from 'react';

/** Below this width the price and the bid button are docked at the thumb. */
export const ONE_HAND = '(max-width: 860px)';
/** Where a search and every link of whoever is signed in do not fit into one row. */
export const NO_ROOM_FOR_LINKS = '(max-width: 1160px)';

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', onChange);
      return () => list.removeEventListener('change', onChange);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
