import { and, eq, isNull } from 'drizzle-orm';
import { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import { endAskingTurns, takeAskingTurn } from '@sagopalgo/core/mysql/asking-turns.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { retryDeadlocks } from '@sagopalgo/core/mysql/retry-deadlocks.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { markChanged } from '@sagopalgo/core/search/mark-changed.ts';
import type { Deps } from '../deps.ts';
import { hidePictures } from './show-pictures.ts';
import { changeWithdrawn, findOwnComing } from './withdraw-listing.ts';

/**
 * Takes back an auction that is not open yet. Throws AUCTION_NOT_FOUND, NOT_OWNER,
 * AUCTION_ALREADY_OPEN and EDIT_CONFLICT.
 */
export async function removeListing(
  deps: Pick<Deps, 'db' | 'redis' | 'log' | 'now'>,
  sellerId: string,
  auctionId: string,
): Promise<void> {
  const row = await findOwnComing(deps, sellerId, auctionId);
  const remove = async (tx: Tx): Promise<boolean> => {
    const [removed] = await tx.delete(auctions).where(
      and(
        eq(auctions.auctionId, auctionId),
        eq(auctions.epoch, row.epoch),
        eq(auctions.state, 'scheduled'),
        // Once the listing is chained, others may have seen its signed head.
        isNull(auctions.chainHash),
      ),
    );
    if (removed.affectedRows !== 1) return false;
    await tx.delete(watchlistItems).where(eq(watchlistItems.auctionId, auctionId));
    await takeAskingTurn(tx, auctionId);
    await tx.delete(questions).where(eq(questions.auctionId, auctionId));
    await endAskingTurns(tx, auctionId);
    await hidePictures(tx, auctionId, deps.now());
    await markChanged(tx, auctionId, deps.now());
    return true;
  };
  await changeWithdrawn(deps, row, () => retryDeadlocks(() => deps.db.transaction(remove)));
  deps.log.info('auction.removed', { auctionId });
}
