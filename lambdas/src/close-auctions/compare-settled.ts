import type { Connections } from '../connections.ts';
import { compareAuction } from '../record-bids/compare/compare-auction.ts';
import { tryEvery } from '../try-every.ts';

/**
 * Compares what everyone has of auctions that were just settled. What differs is for a person to look
 * at, and never undoes the settlement; neither does a comparison that fails.
 */
export async function compareSettled(
  connections: Connections,
  auctionIds: readonly string[],
): Promise<void> {
  const { log, standstills } = connections;
  const compared = tryEvery(auctionIds, async (auctionId) => {
    const differences = await compareAuction(connections, auctionId);
    standstills.setDiffering(auctionId, differences.length > 0);
    if (differences.length > 0) log.error('auction.differs', { auctionId, differences });
  });
  await compared.catch((error: unknown) => log.error('auctions.not-compared', { error }));
}
