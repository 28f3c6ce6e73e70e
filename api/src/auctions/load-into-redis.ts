import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import type { AuctionToOpen } from '@sagopalgo/core/redis/to-open.ts';
import { MISSING_KEY } from '@sagopalgo/core/redis/keys.ts';
import type { Deps } from '../deps.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';

/**
 * Gives the judge the rules of an auction that has had no bids. What cannot be done now is left to the
 * keeper: the record is what counts, so this never throws.
 */
export async function loadIntoRedis(
  { redis, log }: Pick<Deps, 'redis' | 'log'>,
  auction: AuctionToOpen,
): Promise<void> {
  const { auctionId, epoch, sellerId, startKrw, steps, capKrw, reserveKrw, buyNowKrw } = auction;
  const { extension, opensAtMs, closesAtMs, scheduledClosesAtMs } = auction;
  const amounts = { startKrw, steps, capKrw, reserveKrw, buyNowKrw };
  const hours = { extension, opensAtMs, closesAtMs, scheduledClosesAtMs };
  const rules = { auctionId, epoch, sellerId, ...amounts, ...hours };
  try {
    const opened = await openAuction(redis, rules);
    if (opened === 'OPENED' || opened === 'PRESENT') return;
    log.warn('auction.not-loaded', { auctionId, opened });
  } catch (error) {
    log.warn('auction.not-loaded', { auctionId, error: describeError(error) });
  }
  await askKeeperToLoad({ redis, log }, auctionId);
}

/** Has the keeper look at this auction soon; without Redis its next full pass finds it. Never throws. */
export async function askKeeperToLoad(
  { redis, log }: Pick<Deps, 'redis' | 'log'>,
  auctionId: string,
): Promise<void> {
  try {
    await redis.sadd(MISSING_KEY, auctionId);
  } catch (error) {
    log.warn('keeper.not-asked', { auctionId, error: describeError(error) });
  }
}
