import { randomUUID } from 'node:crypto';
import { and, asc, eq, gt, inArray, isNotNull, lte } from 'drizzle-orm';
import type { OpenMatters } from '@sagopalgo/core/accounts/open-matters.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { auctions, bids, users } from '@sagopalgo/core/mysql/schema.ts';
import { admitBidder, barBidder } from '@sagopalgo/core/redis/bar-bidder.ts';
import type { Barred } from '@sagopalgo/core/redis/bar-bidder.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import { ACCESS_TOKEN_MS } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';

const AUCTIONS_A_BATCH = 200;
const BATCHES_MAX = 1_000;
/** Whoever stays may bid again after it, whatever has failed or died meanwhile. */
const BARRED_MEANWHILE_MS = 60_000;
/** What is to be done meanwhile has this long: to commit takes a while as well. */
const MEANWHILE_MS = 30_000;
/** Until no token of theirs can be good any more, whichever process has not heard that they left. */
const BARRED_AFTERWARDS_MS = ACCESS_TOKEN_MS + 60_000;

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now'>;
type Led = OpenMatters['auctions'];

/** Somebody's leaving, and where it has barred them. */
interface Leaving {
  bidderId: string;
  leaveId: string;
  auctionIds: string[];
}

/** What is found while somebody is barred, and what says so before it is committed. */
export interface Meanwhile {
  /** The auctions that they lead, recorded or not. */
  led: Led;
  /** Throws UNAVAILABLE where the bars may be gone before it is committed. */
  checkTime: () => void;
}

/**
 * Does `work` while no bid of somebody's can be judged on any auction but those that they lead, which it is told: what
 * it finds is so until it is done, bids that are not recorded yet among it. It has to check the time as the last thing
 * before it commits. They are barred for an hour then; once `work` has thrown they may bid again, unless they have
 * left meanwhile. Throws where Redis does not answer, and UNAVAILABLE where it lacks an open auction that they bid on.
 */
export async function withoutBids<Result>(
  deps: Used,
  bidderId: string,
  work: (meanwhile: Meanwhile) => Promise<Result>,
): Promise<Result> {
  const untilMs = deps.now() + MEANWHILE_MS;
  const leaving = { bidderId, leaveId: randomUUID(), auctionIds: [] };
  const checkTime = (): void => {
    if (deps.now() >= untilMs) throw new RefusalError('UNAVAILABLE');
  };
  let result: Result;
  try {
    result = await work({ led: await barEverywhere(deps, leaving), checkTime });
  } catch (error) {
    await letBidAgain(deps, leaving);
    throw error;
  }
  await barForGood(deps, leaving);
  return result;
}

async function barEverywhere({ db, redis, now }: Used, leaving: Leaving): Promise<Led> {
  const led: Led = [];
  // Those that open later open to nobody without a token.
  const isOpenBy = lte(auctions.opensAtMs, now() + BARRED_AFTERWARDS_MS);
  let lastId = '';
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const rows = await db
      .select({
        ...{ auctionId: auctions.auctionId, title: auctions.title },
        opensAtMs: auctions.opensAtMs,
      })
      .from(auctions)
      .where(
        and(
          ...[inArray(auctions.state, UNSETTLED_STATES), isOpenBy],
          gt(auctions.auctionId, lastId),
        ),
      )
      .orderBy(asc(auctions.auctionId))
      .limit(AUCTIONS_A_BATCH);
    leaving.auctionIds.push(...rows.map(({ auctionId }) => auctionId));
    const barred = await Promise.all(
      rows.map(({ auctionId }) => barBidder(redis, { ...leaving, auctionId }, BARRED_MEANWHILE_MS)),
    );
    const lost = rows.filter((row, at) => barred[at] === 'ABSENT' && row.opensAtMs <= now());
    await refuseLost(db, leaving.bidderId, lost);
    led.push(...ledOf(rows, barred));
    if (rows.length < AUCTIONS_A_BATCH) return led;
    lastId = rows.at(-1)?.auctionId ?? lastId;
  }
  throw new Error(`more than ${BATCHES_MAX} batches of auctions are not settled`);
}

// What has opened and is not there was lost: whether they lead it is not known before it is brought back.
async function refuseLost(
  db: Used['db'],
  bidderId: string,
  lost: readonly { auctionId: string }[],
): Promise<void> {
  if (lost.length === 0) return;
  const auctionIds = lost.map(({ auctionId }) => auctionId);
  const isTheirs = and(eq(bids.bidderId, bidderId), inArray(bids.auctionId, auctionIds));
  if ((await db.$count(bids, isTheirs)) > 0) throw new RefusalError('UNAVAILABLE');
}

function ledOf(rows: { auctionId: string; title: string }[], barred: Barred[]): Led {
  return rows
    .filter((_, at) => barred[at] === 'LEADS')
    .map(({ auctionId, title }) => ({ auctionId, title, role: 'leader' }));
}

async function letBidAgain(deps: Used, leaving: Leaving): Promise<void> {
  const { db, redis, log } = deps;
  const userId = leaving.bidderId;
  try {
    // Another leaving of theirs may have been done, or this one without an answer.
    const hasLeft = and(eq(users.userId, userId), isNotNull(users.leftAtMs));
    if ((await db.$count(users, hasLeft)) > 0) return await barForGood(deps, leaving);
  } catch (error) {
    // What they may do is not known, and the bars end soon by themselves.
    return log.warn('user.still-barred', { userId, error: describeError(error) });
  }
  const [failed] = await onEach(leaving, (bar) => admitBidder(redis, bar));
  if (failed) log.warn('user.still-barred', { userId, error: describeError(failed.reason) });
}

// That they have left stands. Their tokens are refused as soon as the processes have heard of it, within seconds.
async function barForGood({ redis, log }: Used, leaving: Leaving): Promise<void> {
  const userId = leaving.bidderId;
  const [failed] = await onEach(leaving, (bar) => barBidder(redis, bar, BARRED_AFTERWARDS_MS));
  if (failed) log.warn('user.not-barred', { userId, error: describeError(failed.reason) });
}

// Everywhere, whichever master is away: what has failed is returned.
async function onEach(
  { bidderId, leaveId, auctionIds }: Leaving,
  work: (bar: { auctionId: string; bidderId: string; leaveId: string }) => Promise<unknown>,
): Promise<PromiseRejectedResult[]> {
  const failed: PromiseRejectedResult[] = [];
  for (let from = 0; from < auctionIds.length; from += AUCTIONS_A_BATCH) {
    const some = auctionIds.slice(from, from + AUCTIONS_A_BATCH);
    const done = await Promise.allSettled(
      some.map((auctionId) => work({ auctionId, bidderId, leaveId })),
    );
    failed.push(...done.filter((each) => each.status === 'rejected'));
  }
  return failed;
}
