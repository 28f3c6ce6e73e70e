import { and, eq } from 'drizzle-orm';
import type { NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import { addListing } from './add-listing.ts';
import { listingHash } from './listing-hash.ts';

/**
 * Lists an auction and returns its id. What has a `listingId` is listed once however often it is sent: the
 * same one again is answered with the same auction, even when it could not be listed any more. Throws
 * ALREADY_LISTED when something else was listed under that id, and as `addListing`.
 */
export async function listOnce(
  deps: Parameters<typeof addListing>[0],
  sellerId: string,
  listing: NewAuction,
): Promise<string> {
  if (listing.listingId === undefined) return await addListing(deps, sellerId, listing);
  const listed = await findListed(deps.db, sellerId, listing);
  if (listed !== null) return listed;
  try {
    return await addListing(deps, sellerId, listing);
  } catch (error) {
    if (!mayBeListedMeanwhile(error)) throw error;
    const meanwhile = await findListed(deps.db, sellerId, listing);
    if (meanwhile === null) throw error;
    return meanwhile;
  }
}

/** Sent twice at once, the later one finds its place in the record taken, or its pictures. */
function mayBeListedMeanwhile(error: unknown): boolean {
  if (error instanceof RefusalError) return error.code === 'IMAGE_NOT_READY';
  return duplicateKeyOf(error) !== null;
}

/** The auction that lists the very same under this id; null when nothing has been listed under it. */
async function findListed(
  db: Deps['db'],
  sellerId: string,
  listing: NewAuction,
): Promise<string | null> {
  const [found] = await db
    .select({ auctionId: auctions.auctionId, listingHash: auctions.listingHash })
    .from(auctions)
    .where(and(eq(auctions.sellerId, sellerId), eq(auctions.listingId, listing.listingId ?? '')));
  if (!found) return null;
  const { auctionId } = found;
  if (found.listingHash !== listingHash(listing)) {
    throw new RefusalError('ALREADY_LISTED', { auctionId });
  }
  return auctionId;
}
