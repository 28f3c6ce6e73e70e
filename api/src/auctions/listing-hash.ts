import { createHash } from 'node:crypto';
import type { NewAuction } from '@sagopalgo/core/contracts/auctions.ts';

/**
 * A hash of what a listing says, in hex: the same for the same listing in whatever order its fields come,
 * its id left out.
 */
export function listingHash({ listingId: _listingId, ...said }: NewAuction): string {
  const fields = Object.entries(said)
    .filter(([, value]) => value !== undefined)
    .toSorted(([name], [other]) => (name < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
