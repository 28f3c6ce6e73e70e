import { and, eq } from 'drizzle-orm';
import type { NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import { addListing } from './add-listing.ts';

/**
 * Lists an auction and returns its id. What has a `listingId` is listed once however often it is sent: the
 * same one again is answered with the same auction, whatever else it says by then. Throws as `addListing`.
 */
export async function listOnce(
  deps: Parameters<typeof addListing>[0],
  sellerId: string,
  listing: NewAuction,
): Promise<string> {
  const { listingId } = listing;
  if (listingId === undefined) return await addListing(deps, sellerId, listing);
  const listed = await findListed(deps.db, sellerId, listingId);
  if (listed !== null) return listed;
  try {
    return await addListing(deps, sellerId, listing);
  } catch (error) {
    // Sent twice at once, the later one finds its pictures taken, or its place in the record.
    const meanwhile = await findListed(deps.db, sellerId, listingId);
    if (meanwhile === null) throw error;
    return meanwhile;
  }
}

async function findListed(
  db: Deps['db'],
  sellerId: string,
  listingId: string,
): Promise<string | null> {
  const [found] = await db
    .select({ auctionId: auctions.auctionId })
    .from(auctions)
    .where(and(eq(auctions.sellerId, sellerId), eq(auctions.listingId, listingId)));
  return found?.auctionId ?? null;
}
