import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { putAwayEnded } from './put-away-ended.ts';
import { writeEnding } from './write-ending.ts';
import { writeLost } from './write-lost.ts';
import { writeOutbid } from './write-outbid.ts';
import { writePayBy } from './write-pay-by.ts';

/** What is told of bids that go on comes last, as it may be much: no result waits for it. */
const WORKS = {
  ...{ lost: writeLost, ending: writeEnding, payBy: writePayBy },
  ...{ outbid: writeOutbid, putAway: putAwayEnded },
};
type Work = keyof typeof WORKS;

/** The works that follow the bids, which the keeper does beside the others. */
export const OF_BIDS: readonly Work[] = ['outbid', 'putAway'];
export const OF_RESULTS: readonly Work[] = ['lost', 'ending', 'payBy'];
/** What bids and payments need of the pool goes before what is told of them. */
const AT_ONCE = 1;

/**
 * How many people were given a notice of each kind, or one more cause of it; and of how many auctions it was put away
 * that people were outbid.
 */
export type WrittenNotices = Record<Work, number>;

/**
 * Writes the notices that have no transaction of their own to be written in: what the record of bids, its results, the
 * watchlists and the deadlines say. Each is written once, by any number of runs; what fails holds up none of the
 * others.
 */
export async function writeNotices(
  connections: Pick<Connections, 'db' | 'redis' | 'log' | 'now'>,
  works: readonly Work[] = [...OF_RESULTS, ...OF_BIDS],
): Promise<WrittenNotices> {
  const written: WrittenNotices = { lost: 0, ending: 0, payBy: 0, outbid: 0, putAway: 0 };
  const write = async (work: Work): Promise<void> => {
    written[work] = await WORKS[work](connections);
  };
  await tryEvery(works, write, AT_ONCE);
  return written;
}
