import { AT_ONCE } from './early-pictures.ts';
import type { RowResults } from './row-results.ts';

/** Those of the rows whose auctions of before are gone: they may be listed again. */
export async function goneRows(
  listingIds: readonly string[],
  results: RowResults,
  isGone: (auctionId: string) => Promise<boolean>,
): Promise<Set<string>> {
  const before = listingIds.flatMap((listingId) => {
    const result = results.get(listingId);
    return result?.state === 'before' ? [{ listingId, auctionId: result.auctionId }] : [];
  });
  const gone = new Set<string>();
  for (let from = 0; from < before.length; from += AT_ONCE) {
    const some = before.slice(from, from + AT_ONCE);
    const answers = await Promise.all(some.map(({ auctionId }) => isGone(auctionId)));
    for (const [at, { listingId }] of some.entries()) if (answers[at]) gone.add(listingId);
  }
  return gone;
}
