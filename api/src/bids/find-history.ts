import { and, desc, eq, gt, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { HistoryEntry, listBids } from '@sagopalgo/core/contracts/bids.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { readPublicLogBackwards } from '@sagopalgo/core/redis/read-log.ts';
import { bidderAlias } from '@sagopalgo/core/rules/aliases.ts';
import type { Deps } from '../deps.ts';
import { isDependencyAway } from '../http/dependency-faults.ts';
import { cutPage, readCursor } from '../views/cursor.ts';

const LIST = 'history';
const FIRST_SEQ = 1;

/** The entries of one reading: those with `afterSeq < seq < beforeSeq`, newest first, at most `count`. */
interface Reading {
  auctionId: string;
  afterSeq: number;
  beforeSeq: number | null;
  count: number;
}

/**
 * A page of what was bid on an auction, newest first: from the judge's log as far back as it reaches,
 * further back from the record. Throws AUCTION_NOT_FOUND.
 */
export async function findHistory(
  deps: Pick<Deps, 'db' | 'redis' | 'log'>,
  auctionId: string,
  { afterSeq = 0, cursor, limit }: z.output<typeof listBids.query>,
): Promise<{ items: HistoryEntry[]; nextCursor: string | null }> {
  const beforeSeq = readCursor(LIST, cursor, FIRST_SEQ)?.key ?? null;
  const reading = { auctionId, afterSeq, beforeSeq, count: limit + 1 };
  const { entries: fresh, isEmpty } = await readFromLog(deps, reading);
  const older = await readOlder(deps, reading, fresh);
  if (isEmpty && older.length === 0) await checkKnown(deps, auctionId);
  const place = ({ seq }: HistoryEntry) => ({ key: seq, id: auctionId });
  const page = cutPage(LIST, [...fresh, ...older], limit, place);
  return { items: page.rows, nextCursor: page.nextCursor };
}

async function readFromLog(
  { redis, log }: Pick<Deps, 'redis' | 'log'>,
  { auctionId, afterSeq, beforeSeq, count }: Reading,
): Promise<{ entries: HistoryEntry[]; isEmpty: boolean }> {
  try {
    // The closing is an entry of the log too, and no bid.
    const logged = await readPublicLogBackwards(redis, auctionId, beforeSeq, count + 1);
    const entries = logged.flatMap(({ told }): HistoryEntry[] => {
      if (told.event !== 'bid' || told.data.seq <= afterSeq) return [];
      const { seq, alias, leaderAlias, priceKrw, acceptedAtMs } = told.data;
      return [{ seq, alias, leaderAlias, priceKrw, acceptedAtMs }];
    });
    return { entries: entries.slice(0, count), isEmpty: logged.length === 0 };
  } catch (error) {
    if (!isDependencyAway(error)) throw error;
    log.warn('redis.away', { shownFrom: 'record' });
    return { entries: [], isEmpty: true };
  }
}

// After a loss of Redis its log begins where the record ended; after seven days there is none.
async function readOlder(
  { db }: Pick<Deps, 'db'>,
  { auctionId, afterSeq, beforeSeq, count }: Reading,
  fresh: HistoryEntry[],
): Promise<HistoryEntry[]> {
  const lowestSeq = fresh.at(-1)?.seq ?? beforeSeq;
  const missing = count - fresh.length;
  if (missing === 0 || (lowestSeq !== null && lowestSeq <= Math.max(FIRST_SEQ, afterSeq + 1))) {
    return [];
  }
  const rows = await db
    .select()
    .from(bids)
    .where(
      and(
        eq(bids.auctionId, auctionId),
        eq(bids.raise, 0),
        gt(bids.seq, afterSeq),
        lowestSeq === null ? undefined : lt(bids.seq, lowestSeq),
      ),
    )
    .orderBy(desc(bids.seq))
    .limit(missing);
  return rows.map(({ seq, ordinal, leaderAlias, priceKrw, acceptedAtMs }) => ({
    ...{ seq, alias: bidderAlias(ordinal), leaderAlias, priceKrw, acceptedAtMs },
  }));
}

async function checkKnown({ db }: Pick<Deps, 'db'>, auctionId: string): Promise<void> {
  const known = await db.$count(auctions, eq(auctions.auctionId, auctionId));
  if (known === 0) throw new RefusalError('AUCTION_NOT_FOUND');
}
