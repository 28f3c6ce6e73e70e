import { useSyncExternalStore } from 'react';
import { subscribeToTicks, tickedNowMs } from './ticker.ts';

/**
 * What `select` makes of server time (null before it is known). The component is drawn again only when
 * the selected value changes, so select the words to be shown, not the milliseconds.
 */
export function useServerTime<Shown extends string | number | boolean | null>(
  select: (nowMs: number | null) => Shown,
): Shown {
  return useSyncExternalStore(subscribeToTicks, () => select(tickedNowMs()));
}
