import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { Connections } from '../connections.ts';
import { restoreMissing } from '../record-bids/restore-missing.ts';

/** A statement locks so many rows at most: bids of the same sale are being recorded meanwhile. */
const STEP_AUCTIONS = 500;
/** What is left over is opened by the next run; nobody waits for it. */
const STEPS_MAX = 400;

/**
 * Marks the auctions whose time has come as live and makes sure that Redis has every one. The judge
 * takes bids by time alone, so being late changes nothing for bidders. Harmless when repeated.
 */
export async function openAuctions(
  connections: Connections,
): Promise<{ opened: number; restored: number }> {
  let opened = 0;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const { due, flipped } = await openSome(connections);
    opened += flipped;
    if (due < STEP_AUCTIONS) break;
  }
  return { opened, restored: await restoreMissing(connections) };
}

async function openSome({
  db,
  now,
}: Pick<Connections, 'db' | 'now'>): Promise<{ due: number; flipped: number }> {
  const { auctionId, state, opensAtMs, closesAtMs } = auctions;
  const nowMs = now();
  const isDue = and(eq(state, 'scheduled'), lte(opensAtMs, nowMs), gt(closesAtMs, nowMs));
  const due = await db
    .select({ auctionId })
    .from(auctions)
    .where(isDue)
    .orderBy(asc(opensAtMs), asc(auctionId))
    .limit(STEP_AUCTIONS);
  if (due.length === 0) return { due: 0, flipped: 0 };
  const ids = due.map((row) => row.auctionId).toSorted();
  const [flipped] = await db
    .update(auctions)
    .set({ state: 'live' })
    .where(and(inArray(auctionId, ids), isDue));
  return { due: due.length, flipped: flipped.affectedRows };
}
