import { kstDate, kstMidnightMs } from './kst.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/**
 * The part of each day in Seoul in which nothing is to ring, in minutes after midnight: from `fromMinute` on, until
 * just before `toMinute`. Over midnight where the end is the smaller; of no length where both are the same.
 */
export interface QuietHours {
  fromMinute: number;
  toMinute: number;
}

/** The night; the day's sale is over by then, and the next has not begun. */
export const DEFAULT_QUIET_HOURS: Readonly<QuietHours> = { fromMinute: 22 * 60, toMinute: 8 * 60 };

/** The first moment from `atMs` on (UTC milliseconds) that is not quiet; null: no hours are. */
export function whenNotQuietMs(atMs: number, quiet: QuietHours | null): number {
  if (quiet === null) return atMs;
  const midnightMs = kstMidnightMs(kstDate(atMs));
  const minute = Math.floor((atMs - midnightMs) / MINUTE_MS);
  const length = minutesUntil(quiet.fromMinute, quiet.toMinute);
  if (minutesUntil(quiet.fromMinute, minute) >= length) return atMs;
  return midnightMs + (minute + minutesUntil(minute, quiet.toMinute)) * MINUTE_MS;
}

function minutesUntil(fromMinute: number, toMinute: number): number {
  return (toMinute - fromMinute + DAY_MINUTES) % DAY_MINUTES;
}
