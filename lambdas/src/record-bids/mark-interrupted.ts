import { and, eq, inArray, isNull } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { interruptAuction } from '@sagopalgo/core/redis/commands.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { Connections } from '../connections.ts';

/**
 * Stops an unsettled auction for everyone, since bids that were acknowledged may be missing: no bid is
 * judged and nothing is settled until an operator has decided. The record comes first, so that a
 * crash in between is healed from it. True when this call did it; repeated, it changes nothing.
 */
export async function markInterrupted(
  { db, redis, log, now }: Pick<Connections, 'db' | 'redis' | 'log' | 'now'>,
  auctionId: string,
  reason: string,
): Promise<boolean> {
  const [marked] = await db
    .update(auctions)
    .set({ interruptedAtMs: now() })
    .where(
      and(
        eq(auctions.auctionId, auctionId),
        isNull(auctions.interruptedAtMs),
        inArray(auctions.state, UNSETTLED_STATES),
      ),
    );
  if (marked.affectedRows === 1) {
    log.error('auction.interrupted', { auctionId, reason });
  } else if (!(await isInterrupted(db, auctionId))) {
    return false;
  }
  await interruptAuction(redis, auctionId);
  return marked.affectedRows === 1;
}

async function isInterrupted(db: Connections['db'], auctionId: string): Promise<boolean> {
  const [row] = await db
    .select({ interruptedAtMs: auctions.interruptedAtMs, state: auctions.state })
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId));
  return row !== undefined && row.interruptedAtMs !== null && UNSETTLED_STATES.includes(row.state);
}
