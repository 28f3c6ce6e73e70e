import { parseArgs } from 'node:util';
import { isCalendarDate, kstDate } from '@sagopalgo/core/rules/kst.ts';

export const PAYOUTS_USAGE = 'npm run --silent payouts -- [--date YYYY-MM-DD] > payouts.csv';

const DAY_MS = 86_400_000;
/** By then whatever was begun before midnight has been written down. */
const SETTLED_AFTER_MS = 10 * 60_000;

/**
 * The day in Seoul whose payouts are asked for, yesterday unless told. A day that is not over is refused:
 * its file would grow, and what is in two files is transferred twice. Throws a sentence.
 */
export function readPayoutsDay(args: string[], nowMs: number): string {
  const yesterday = kstDate(nowMs - DAY_MS - SETTLED_AFTER_MS);
  const day = dateIn(args) ?? yesterday;
  if (!isCalendarDate(day)) throw new Error('--date must be a day like 2026-11-21.');
  if (day > yesterday) {
    throw new Error(`${day} is not over: only a day that is has a file that stays the same.`);
  }
  return day;
}

function dateIn(args: string[]): string | undefined {
  try {
    return parseArgs({ args, options: { date: { type: 'string' } } }).values.date;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\n${PAYOUTS_USAGE}`, { cause: error });
  }
}
