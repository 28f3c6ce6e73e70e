import { nextSaleDates } from '@sagopalgo/core/rules/kst.ts';
import { useServerTime } from './use-server-time.ts';

/** The first day that something can still be listed for; empty before the server's time is known. */
export function useFirstSaleDate(): string {
  return useServerTime((nowMs) => (nowMs === null ? '' : (nextSaleDates(nowMs, 1)[0] ?? '')));
}
