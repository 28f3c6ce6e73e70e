import { parseArgs } from 'node:util';
import { isCalendarDate, kstDate } from '@sagopalgo/core/rules/kst.ts';

export const RECONCILE_USAGE = 'npm run reconcile -- [--date YYYY-MM-DD | --auction <auctionId>]';

/** What is to be compared: the auctions of a sale date, or one. */
export type ReconcileOptions = { saleDate: string } | { auctionId: string };

/** Reads the command line; the day is today in Seoul unless told. Throws a sentence. */
export function readReconcileOptions(args: string[], nowMs: number): ReconcileOptions {
  const { date, auction } = parse(args);
  if (date !== undefined && auction !== undefined) {
    throw new Error('--date and --auction exclude each other.');
  }
  if (auction !== undefined) return { auctionId: auction };
  const saleDate = date ?? kstDate(nowMs);
  if (!isCalendarDate(saleDate)) throw new Error('--date must be a day like 2026-11-21.');
  return { saleDate };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args, options: { date: text, auction: text } }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\n${RECONCILE_USAGE}`, { cause: error });
  }
}
