import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { withdrawAuction } from '@sagopalgo/core/redis/commands.ts';
import type { Deps } from '../deps.ts';
import { findAuction } from '../views/auction-rows.ts';
import type { AuctionRow } from '../views/auction-rows.ts';
import { askKeeperToLoad, loadIntoRedis } from './load-into-redis.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now'>;

/**
 * Changes the record of an auction while the judge does not have it, so that nobody can bid by rules
 * that are about to be others. `change` answers whether the record was still as read. Throws
 * AUCTION_NOT_FOUND, NOT_OWNER, AUCTION_ALREADY_OPEN and EDIT_CONFLICT.
 */
export async function changeWithdrawn(
  deps: Used,
  row: AuctionRow,
  change: () => Promise<boolean>,
): Promise<void> {
  const { auctionId, epoch, opensAtMs } = row;
  let changed = false;
  try {
    const withdrawn = await withdrawAuction(deps.redis, { auctionId, epoch, opensAtMs });
    if (!withdrawn) throw new RefusalError('AUCTION_ALREADY_OPEN');
    changed = await change();
  } catch (error) {
    // The withdrawal may have come through, even where its answer did not.
    const isOpen = error instanceof RefusalError && error.code === 'AUCTION_ALREADY_OPEN';
    if (!isOpen) await askKeeperToLoad(deps, auctionId);
    throw error;
  }
  if (changed) return;
  const current = await findAuction(deps.db, auctionId);
  if (!current) throw new RefusalError('AUCTION_NOT_FOUND');
  await loadIntoRedis(deps, current);
  throw new RefusalError('EDIT_CONFLICT');
}

/** The caller's own auction, not open yet. Throws AUCTION_NOT_FOUND, NOT_OWNER, AUCTION_ALREADY_OPEN. */
export async function findOwnComing(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  sellerId: string,
  auctionId: string,
): Promise<AuctionRow> {
  const row = await findAuction(db, auctionId);
  if (!row) throw new RefusalError('AUCTION_NOT_FOUND');
  if (row.sellerId !== sellerId) throw new RefusalError('NOT_OWNER');
  if (row.state !== 'scheduled' || row.opensAtMs <= now()) {
    throw new RefusalError('AUCTION_ALREADY_OPEN');
  }
  return row;
}
