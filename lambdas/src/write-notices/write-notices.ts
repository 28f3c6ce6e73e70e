import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { writeEnding } from './write-ending.ts';
import { writeLost } from './write-lost.ts';
import { writeOutbid } from './write-outbid.ts';
import { writePayBy } from './write-pay-by.ts';

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
  const works = { outbid: writeOutbid, lost: writeLost, ending: writeEnding, payBy: writePayBy };
  await tryEvery(Object.keys(works) as (keyof typeof works)[], async (kind) => {
    written[kind] = await works[kind](connections);
  });
  return written;
}
