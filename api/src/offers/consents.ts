import { and, eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { secondChanceConsents } from '@sagopalgo/core/mysql/till-schema.ts';
import type { Deps } from '../deps.ts';

/**
 * Notes whether somebody wants to be asked when the winner of an auction does not pay. Anybody but its
 * seller may say so, before bidding or after; it counts with a bid only. Throws AUCTION_NOT_FOUND and
 * OWN_AUCTION.
 */
export async function setConsent(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  bidderId: string,
  auctionId: string,
  isGiven: boolean,
): Promise<void> {
  if ((await findSeller(db, auctionId)) === bidderId) throw new RefusalError('OWN_AUCTION');
  const said = { isGiven, changedAtMs: now() };
  await db
    .insert(secondChanceConsents)
    .values({ auctionId, bidderId, ...said })
    .onDuplicateKeyUpdate({ set: said });
}

/** What somebody has said about it; false as long as nothing was said. Throws AUCTION_NOT_FOUND. */
export async function isConsentGiven(
  { db }: Pick<Deps, 'db'>,
  bidderId: string,
  auctionId: string,
): Promise<boolean> {
  await findSeller(db, auctionId);
  const given = and(
    eq(secondChanceConsents.auctionId, auctionId),
    eq(secondChanceConsents.bidderId, bidderId),
    eq(secondChanceConsents.isGiven, true),
  );
  return (await db.$count(secondChanceConsents, given)) > 0;
}

async function findSeller(db: Deps['db'], auctionId: string): Promise<string> {
  const [row] = await db
    .select({ sellerId: auctions.sellerId })
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId));
  if (!row) throw new RefusalError('AUCTION_NOT_FOUND');
  return row.sellerId;
}
