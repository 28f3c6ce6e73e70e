import { z } from 'zod';
import { leadsIn } from './paths.ts';

const KEY = 'sagopalgo.heart-after-log-in';
/** Who comes back later has other things in mind. */
const KEPT_MS = 10 * 60_000;

const keptSchema = z.object({ auctionId: z.string(), keptAtMs: z.number() });

/** Somebody who is not signed in wants to watch this auction: kept in this tab until they are. */
export function keepHeart(auctionId: string, nowMs: number): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ auctionId, keptAtMs: nowMs }));
  } catch {
    // Without storage the heart has to be pressed once more.
  }
}

/** Whoever leaves the pages to log in or sign up at, and is nobody still, wants it no more. */
export function dropHeartOff(pathname: string): void {
  if (leadsIn(pathname)) return;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}

/** The auction that was to be watched, and is kept no more; null for none, or none of late. */
export function takeHeart(nowMs: number): string | null {
  try {
    const { data } = keptSchema.safeParse(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'));
    sessionStorage.removeItem(KEY);
    return data && nowMs - data.keptAtMs < KEPT_MS ? data.auctionId : null;
  } catch {
    return null;
  }
}
