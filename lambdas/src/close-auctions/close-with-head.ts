import { eq } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { closeAuction } from '@sagopalgo/core/redis/commands.ts';
import type { Closing, ClosingTerms } from '@sagopalgo/core/redis/commands.ts';
import type { Connections } from '../connections.ts';
import { followLog } from '../record-bids/follow-log.ts';
import { restoreAuction } from '../record-bids/restore-auction.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { DOUBTS_WITHIN_MS, mayBeDoubted } from './doubt-time.ts';

/** Nothing is bid after the closing moment: more than a moved closing or two is not to be expected. */
const TRIES_MAX = 5;
/** Where no log ends. */
const NO_SEQ = -1;

/** How a closing by time or by an operator ended; `SETTLED` when the result is written already. */
export type Ending = Exclude<Closing, { code: 'LOG_AHEAD' }> | { code: 'SETTLED' };

/**
 * Closes an auction in Redis, and tells everybody, only where the log ends at what the record holds:
 * otherwise the record is brought up to it, or Redis up to the record, first. Where heads are signed,
 * the closing tells one that covers every bid. An auction that has just been put back into Redis is
 * not closed before doubts about it had their time; an operator's cancelling waits for nothing.
 */
export async function closeWithHead(
  connections: Connections,
  auctionId: string,
  how: NonNullable<ClosingTerms['how']>,
): Promise<Ending> {
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    if (attempt > 0) await followLog(connections, auctionId, { isAstray: true });
    const row = await readRow(connections, auctionId);
    if (!UNSETTLED_STATES.includes(row.state)) return { code: 'SETTLED' };
    if (how === 'time') {
      if (row.interruptedAtMs !== null) return { code: 'INTERRUPTED' };
      if (mayBeDoubted(row, 0, connections.now())) {
        return { code: 'NOT_YET', remainingMs: DOUBTS_WITHIN_MS };
      }
    }
    const closing = await closeAt(connections, row, how);
    if (closing.code === 'AUCTION_NOT_FOUND') await restoreAuction(connections, auctionId);
    else if (closing.code !== 'LOG_AHEAD') return closing;
  }
  throw new Error(
    `auction ${auctionId} is not where the record ends, however often it is recorded`,
  );
}

async function closeAt(
  { redis, signHead }: Connections,
  { auctionId, recordedSeq, recordedRaise }: typeof auctions.$inferSelect,
  how: NonNullable<ClosingTerms['how']>,
): Promise<Closing> {
  const unsigned = { seq: recordedSeq, jws: '' };
  const terms = { how, head: unsigned, recordedRaise };
  if (!signHead) return await closeAuction(redis, auctionId, terms);
  // A signature is for a closing that waits for nothing else.
  const nowhere = { ...terms, head: { ...unsigned, seq: NO_SEQ } };
  const asked = await closeAuction(redis, auctionId, nowhere);
  if (asked.code !== 'LOG_AHEAD') return asked;
  const head = (await signHead(auctionId)) ?? unsigned;
  return await closeAuction(redis, auctionId, { ...terms, head });
}

async function readRow({ db }: Connections, auctionId: string) {
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (!row) throw new Error(`auction ${auctionId} has no record`);
  return row;
}
