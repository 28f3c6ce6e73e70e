import { and, eq, gt, lte } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { Connections } from '../connections.ts';
import { restoreMissing } from '../record-bids/restore-missing.ts';

/**
 * Marks the auctions whose time has come as live and makes sure that Redis has every one. The judge
 * takes bids by time alone, so being late changes nothing for bidders. Harmless when repeated.
 */
export async function openAuctions(
  connections: Connections,
): Promise<{ opened: number; restored: number }> {
  const { db, now } = connections;
  const [flipped] = await db
    .update(auctions)
    .set({ state: 'live' })
    .where(
      and(
        eq(auctions.state, 'scheduled'),
        lte(auctions.opensAtMs, now()),
        gt(auctions.closesAtMs, now()),
      ),
    );
  return { opened: flipped.affectedRows, restored: await restoreMissing(connections) };
}
