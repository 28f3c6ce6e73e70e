import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { offers, secondChanceConsents } from '@sagopalgo/core/mysql/till-schema.ts';
import { passOn } from '@sagopalgo/core/orders/pass-on.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import type { Deps } from '../deps.ts';

/** A second chance for somebody whose winner did not pay; returns the offer's id. */
export async function addOffer(deps: Deps, bidderId: string): Promise<string> {
  const { db } = deps;
  const order = { state: 'expired' as const };
  const bidderIds = [bidderId, randomUUID()];
  const { auctionId } = await addUnpaidAuction(db, [1_000, 2_000], { bidderIds, order });
  await db
    .insert(secondChanceConsents)
    .values({ auctionId, bidderId, isGiven: true, changedAtMs: 1 });
  await passOn(deps, auctionId);
  const [offer] = await db.select().from(offers).where(eq(offers.auctionId, auctionId));
  return String(offer?.offerId);
}
