import { eq } from 'drizzle-orm';
import type { BidAnswer, NewBid } from '@sagopalgo/core/contracts/bids.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { placeBid } from '@sagopalgo/core/redis/commands.ts';
import { MISSING_KEY } from '@sagopalgo/core/redis/keys.ts';
import { auctionState } from '@sagopalgo/core/rules/auction-states.ts';
import { krwInWords } from '@sagopalgo/core/rules/won.ts';
import type { Deps } from '../deps.ts';

const RELOAD_WITHIN_MS = 1_000;

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'metrics'>;

/** Has the judge decide one bid. Throws what the judge refuses with, and UNAVAILABLE while it cannot decide. */
export async function bid(
  deps: Used,
  bidderId: string,
  auctionId: string,
  { bidId, amountKrw, confirmed = false }: NewBid,
): Promise<BidAnswer> {
  const { redis, log, metrics } = deps;
  try {
    const asked = { auctionId, bidderId, bidId, amountKrw, confirmed };
    const answer = await placeBid(redis, asked);
    metrics.bidJudged('ACCEPTED');
    log.info('bid.accepted', { auctionId, seq: answer.seq, priceKrw: answer.priceKrw });
    return answer;
  } catch (error) {
    const refusal = await explain(deps, auctionId, amountKrw, error);
    metrics.bidJudged(refusal instanceof RefusalError ? refusal.code : 'UNAVAILABLE');
    throw refusal;
  }
}

async function explain(
  deps: Used,
  auctionId: string,
  amountKrw: number,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof RefusalError)) return error;
  switch (error.code) {
    case 'AUCTION_NOT_FOUND':
      return await askRecord(deps, auctionId);
    case 'CONFIRM_LARGE_BID':
      return new RefusalError(error.code, {
        ...error.detail,
        amountInWords: krwInWords(amountKrw),
      });
    default:
      return error;
  }
}

// Redis does not have it: it was let go after its end, or lost, or there never was such an auction.
async function askRecord({ db, redis, now }: Used, auctionId: string): Promise<RefusalError> {
  const [row] = await db
    .select({
      state: auctions.state,
      opensAtMs: auctions.opensAtMs,
      closesAtMs: auctions.closesAtMs,
    })
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId));
  if (!row) return new RefusalError('AUCTION_NOT_FOUND');
  const nowMs = now();
  const state = auctionState(row, nowMs);
  if (state !== 'coming' && state !== 'live') {
    return new RefusalError('AUCTION_CLOSED', { lateByMs: Math.max(0, nowMs - row.closesAtMs) });
  }
  await redis.sadd(MISSING_KEY, auctionId);
  return new RefusalError('UNAVAILABLE', { retryAfterMs: RELOAD_WITHIN_MS });
}
