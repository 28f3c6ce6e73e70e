import { parseArgs } from 'node:util';
import { isCalendarDate, kstDate } from '@sagopalgo/core/rules/kst.ts';

/** What is to be compared: the auctions of a sale date, or one. */
export type ReconcileOptions = { saleDate: string } | { auctionId: string };

/** Reads the command line; the day is today in Seoul unless told. Throws a sentence. */
export function readReconcileOptions(args: string[], nowMs: number): ReconcileOptions {
  const text = { type: 'string' } as const;
  const { date, auction } = parseArgs({ args, options: { date: text, auction: text } }).values;
  if (date !== undefined && auction !== undefined) {
    throw new Error('--date and --auction exclude each other.');
  }
  if (auction !== undefined) return { auctionId: auction };
  const saleDate = date ?? kstDate(nowMs);
  if (!isCalendarDate(saleDate)) throw new Error(`--date must be a day like 2026-11-21.`);
  return { saleDate };
}
