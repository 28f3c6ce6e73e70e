import { and, asc, inArray, lte } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { settleAuction } from './settle-auction.ts';
import type { Settlement } from './settle-auction.ts';

/** The longest overdue first; what is over the number is settled by the next run, a moment later. */
const AUCTIONS_A_RUN = 10_000;

/**
 * Settles every auction that is past its own closing. Returns how many ended how. One that fails does
 * not hold up the others; the failures are thrown at the end, and the next run tries them again.
 */
export async function closeAuctions(
  connections: Connections,
): Promise<Partial<Record<Settlement, number>>> {
  const { db, now } = connections;
  const due = await db
    .select({ auctionId: auctions.auctionId })
    .from(auctions)
    .where(and(inArray(auctions.state, ['scheduled', 'live']), lte(auctions.closesAtMs, now())))
    .orderBy(asc(auctions.closesAtMs))
    .limit(AUCTIONS_A_RUN);
  const settlements = await tryEvery(due, ({ auctionId }) => settleAuction(connections, auctionId));
  const counts: Partial<Record<Settlement, number>> = {};
  for (const settlement of settlements) counts[settlement] = (counts[settlement] ?? 0) + 1;
  return counts;
}
