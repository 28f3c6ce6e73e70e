import type { Connections } from '../connections.ts';
import { writeEnding } from './write-ending.ts';
import { writeLost } from './write-lost.ts';
import { writeOutbid } from './write-outbid.ts';
import { writePayBy } from './write-pay-by.ts';

const WORKS = { outbid: writeOutbid, lost: writeLost, ending: writeEnding, payBy: writePayBy };

/** How many people were given a notice of each kind, or one more cause of it. */
export interface WrittenNotices {
  outbid: number;
  lost: number;
  ending: number;
  payBy: number;
}

/**
 * Writes the notices that have no transaction of their own to be written in: what the record of bids, its results, the
 * watchlists and the deadlines say. Each is written once, by any number of runs; what fails holds up none of the others.
 */
export async function writeNotices(
  connections: Pick<Connections, 'db' | 'now'>,
): Promise<WrittenNotices> {
  const written: WrittenNotices = { outbid: 0, lost: 0, ending: 0, payBy: 0 };
  const errors: unknown[] = [];
  // One after the other: what bids and payments need of the pool goes before what is told of them.
  for (const kind of Object.keys(WORKS) as (keyof WrittenNotices)[]) {
    try {
      written[kind] = await WORKS[kind](connections);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} kinds failed`);
  return written;
}
