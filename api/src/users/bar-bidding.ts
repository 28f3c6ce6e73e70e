import { and, asc, eq, gt, inArray, isNotNull, lte } from 'drizzle-orm';
import type { OpenMatters } from '@sagopalgo/core/accounts/open-matters.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { admitBidder, barBidder } from '@sagopalgo/core/redis/bar-bidder.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import { ACCESS_TOKEN_MS } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';

const AUCTIONS_A_BATCH = 200;
const BATCHES_MAX = 1_000;
/** Until no token of theirs can be good any more, whichever process has not heard that they left. */
const BARRED_MS = ACCESS_TOKEN_MS + 60_000;

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now'>;
type Led = OpenMatters['auctions'];

/**
 * Does `work` while no bid of somebody's can be judged on any auction but those that they lead, which it is told:
 * what it finds is so until it is done, bids that are not recorded yet among it. Once `work` has thrown they may bid
 * again, unless they have left meanwhile. Throws where Redis does not answer.
 */
export async function withoutBids<Result>(
  deps: Used,
  bidderId: string,
  work: (led: Led) => Promise<Result>,
): Promise<Result> {
  const barredIds: string[] = [];
  try {
    return await work(await barEverywhere(deps, bidderId, barredIds));
  } catch (error) {
    await letBidAgain(deps, bidderId, barredIds);
    throw error;
  }
}

async function barEverywhere(
  { db, redis, now }: Used,
  bidderId: string,
  barredIds: string[],
): Promise<Led> {
  const led: Led = [];
  // Those that open later open to nobody without a token.
  const isOpenBy = lte(auctions.opensAtMs, now() + BARRED_MS);
  let lastId = '';
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const rows = await db
      .select({ auctionId: auctions.auctionId, title: auctions.title })
      .from(auctions)
      .where(
        and(
          ...[inArray(auctions.state, UNSETTLED_STATES), isOpenBy],
          gt(auctions.auctionId, lastId),
        ),
      )
      .orderBy(asc(auctions.auctionId))
      .limit(AUCTIONS_A_BATCH);
    barredIds.push(...rows.map(({ auctionId }) => auctionId));
    const barred = await Promise.all(
      rows.map(({ auctionId }) => barBidder(redis, { auctionId, bidderId }, BARRED_MS)),
    );
    const leads = rows.filter((_, index) => barred[index] === 'LEADS');
    led.push(...leads.map((row) => ({ ...row, role: 'leader' as const })));
    if (rows.length < AUCTIONS_A_BATCH) return led;
    lastId = rows.at(-1)?.auctionId ?? lastId;
  }
  throw new Error(`more than ${BATCHES_MAX} batches of auctions are not settled`);
}

async function letBidAgain(
  { db, redis, log }: Used,
  userId: string,
  barredIds: readonly string[],
): Promise<void> {
  try {
    // Of two that leave at once, the one that came too late lets nobody in again.
    const hasLeft = and(eq(users.userId, userId), isNotNull(users.leftAtMs));
    if ((await db.$count(users, hasLeft)) > 0) return;
    for (let from = 0; from < barredIds.length; from += AUCTIONS_A_BATCH) {
      const some = barredIds.slice(from, from + AUCTIONS_A_BATCH);
      await Promise.all(
        some.map((auctionId) => admitBidder(redis, { auctionId, bidderId: userId })),
      );
    }
  } catch (error) {
    // It ends by itself.
    log.warn('user.still-barred', { userId, error: describeError(error) });
  }
}
