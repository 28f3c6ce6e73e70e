import { eq } from 'drizzle-orm';
import { ReplyError } from 'ioredis';
import type { BidAnswer, NewBid } from '@sagopalgo/core/contracts/bids.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { BehindError, judge } from '@sagopalgo/core/redis/commands.ts';
import { COMMAND_TIMEOUT_MS } from '@sagopalgo/core/redis/connect.ts';
import { MISSING_KEY } from '@sagopalgo/core/redis/keys.ts';
import { answerOf } from '@sagopalgo/core/redis/log-entries.ts';
import { auctionState } from '@sagopalgo/core/rules/auction-states.ts';
import { krwInWords } from '@sagopalgo/core/rules/won.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Deps } from '../deps.ts';
import { isDependencyAway } from '../http/dependency-faults.ts';
import { startStep } from '../http/request-context.ts';

const RELOAD_WITHIN_MS = 1_000;
/** Well before the api gives up waiting: what it then calls not taken must not be taken later. */
const JUDGED_WITHIN_MS = COMMAND_TIMEOUT_MS - 500;

type Used = Pick<Deps, 'db' | 'redis' | 'redisClock' | 'log' | 'now' | 'metrics' | 'seen' | 'pace'>;

/**
 * Has the judge decide one bid, known by `trace` or else its bidId. Throws what the judge refuses with, and UNAVAILABLE
 * while it cannot decide.
 */
export async function bid(
  deps: Used,
  bidderId: string,
  auctionId: string,
  asked: NewBid,
  trace?: string,
): Promise<BidAnswer> {
  const { redis, redisClock, log, metrics, seen, pace } = deps;
  const askedAtMs = performance.now();
  const span = startStep('judge');
  try {
    const known = { auctionId, bidderId, pace, seen: seen.placeOf(auctionId), trace };
    const lateFromMs = redisClock.inMs(JUDGED_WITHIN_MS);
    const entry = await judge(redis, { ...asked, ...known, lateFromMs });
    span?.end({ 'auction.id': auctionId, 'bid.seq': entry.seq, 'bid.outcome': entry.outcome });
    metrics.bidJudged('ACCEPTED', entry.outcome, performance.now() - askedAtMs);
    seen.note(auctionId, entry);
    const answer = answerOf(entry);
    log.info('bid.accepted', { auctionId, seq: answer.seq, priceKrw: answer.priceKrw });
    return answer;
  } catch (error) {
    const tookMs = performance.now() - askedAtMs;
    const explained = explain(deps, auctionId, asked, error);
    const refusal = explained instanceof Promise ? await explained : explained;
    const code = refusal instanceof RefusalError ? refusal.code : 'UNAVAILABLE';
    metrics.bidJudged(code, 'refused', tookMs);
    span?.end({ 'auction.id': auctionId, 'bid.refusal': code });
    throw refusal;
  }
}

// Most of the judge's refusals say all there is to say, and nobody waits for it.
function explain(deps: Used, auctionId: string, asked: NewBid, error: unknown): unknown {
  if (error instanceof BehindError) return doubt(deps, auctionId);
  if (error instanceof ReplyError) return brokenOff(deps, auctionId, error);
  if (!(error instanceof RefusalError)) return error;
  switch (error.code) {
    case 'AUCTION_NOT_FOUND':
      return askRecord(deps, auctionId);
    case 'CONFIRM_LARGE_BID':
      return asked.kind === 'exact' ? inWords(error, asked.amountKrw) : error;
    default:
      return error;
  }
}

// The keeper puts right what a script left that ended half-way, and the same bid is answered as it then stands.
async function brokenOff(
  { redis, log }: Used,
  auctionId: string,
  error: unknown,
): Promise<unknown> {
  await redis.sadd(MISSING_KEY, auctionId);
  if (isDependencyAway(error)) return error;
  log.error('judge.failed', { auctionId, error: describeError(error) });
  return new RefusalError('UNAVAILABLE', { retryAfterMs: RELOAD_WITHIN_MS });
}

function inWords({ code, detail }: RefusalError, amountKrw: number): RefusalError {
  return new RefusalError(code, { ...detail, amountInWords: krwInWords(amountKrw) });
}

// Redis came back with less than was answered: the keeper finds out whether anything is lost.
async function doubt({ seen, log }: Used, auctionId: string): Promise<RefusalError> {
  log.warn('auction.behind', { auctionId, ...seen.placeOf(auctionId) });
  await seen.doubt(auctionId);
  return new RefusalError('UNAVAILABLE', { retryAfterMs: RELOAD_WITHIN_MS });
}

// Redis does not have it: it was let go after its end, or lost, or there never was such an auction.
async function askRecord({ db, redis, now }: Used, auctionId: string): Promise<RefusalError> {
  const [row] = await db
    .select({
      state: auctions.state,
      opensAtMs: auctions.opensAtMs,
      closesAtMs: auctions.closesAtMs,
      interruptedAtMs: auctions.interruptedAtMs,
    })
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId));
  if (!row) return new RefusalError('AUCTION_NOT_FOUND');
  if (row.interruptedAtMs !== null) return new RefusalError('AUCTION_INTERRUPTED');
  const nowMs = now();
  const state = auctionState(row, nowMs);
  if (state !== 'coming' && state !== 'live') {
    return new RefusalError('AUCTION_CLOSED', { lateByMs: Math.max(0, nowMs - row.closesAtMs) });
  }
  await redis.sadd(MISSING_KEY, auctionId);
  return new RefusalError('UNAVAILABLE', { retryAfterMs: RELOAD_WITHIN_MS });
}
