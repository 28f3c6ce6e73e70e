import { randomUUID } from 'node:crypto';
import { judge } from '@sagopalgo/core/redis/commands.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { addAuctions } from './load-people.ts';
import type { LoadDeps } from './load-people.ts';
import type { Bidder } from './rush.ts';

const BIDS = 20_000;
const WARM_UP_BIDS = 2_000;
const AT_ONCE = 64;
const START_KRW = 1_000;
const PACE = { msABid: 1, burst: 10_000 };

/** Time inside Redis for one call of the judge's script, in microseconds: the mean and the median. */
export interface ScriptTime {
  meanUs: number;
  medianUs: number;
}

/**
 * How long the judge's script takes when nothing but its caller runs beside it: of bids that are all
 * accepted, and of bids that are all too low. In the middle of a rush four processes contend for the
 * processors, and Redis counts the time in which it waits for one.
 */
export async function measureScript(
  deps: LoadDeps,
  bidders: readonly Bidder[],
): Promise<{ accepted: ScriptTime; refused: ScriptTime }> {
  const [auctionId = ''] = await addAuctions(deps, 1, START_KRW);
  const higher = (number: number) => START_KRW + number;
  await bidMany(deps, bidders, { auctionId, count: WARM_UP_BIDS, amountKrwOf: higher });
  const offsetKrw = (number: number) => higher(WARM_UP_BIDS + number);
  const accepted = await timed(deps, () =>
    bidMany(deps, bidders, { auctionId, count: BIDS, amountKrwOf: offsetKrw }),
  );
  const refused = await timed(deps, () =>
    bidMany(deps, bidders, { auctionId, count: BIDS, amountKrwOf: () => START_KRW }),
  );
  return { accepted, refused };
}

async function bidMany(
  { redis }: LoadDeps,
  bidders: readonly Bidder[],
  bids: { auctionId: string; count: number; amountKrwOf: (number: number) => number },
): Promise<void> {
  const { auctionId, count, amountKrwOf } = bids;
  for (let number = 0; number < count; number += AT_ONCE) {
    const sent = Array.from({ length: Math.min(AT_ONCE, count - number) }, async (_, offset) => {
      const bidderId = bidders[(number + offset) % bidders.length]?.userId ?? '';
      const amountKrw = amountKrwOf(number + offset);
      const asked = { bidId: randomUUID(), kind: 'exact', amountKrw, confirmed: true } as const;
      await judge(redis, { ...asked, auctionId, bidderId, pace: PACE }).catch(unlessRefused);
    });
    await Promise.all(sent);
  }
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof RefusalError)) throw error;
}

async function timed({ redis }: LoadDeps, work: () => Promise<void>): Promise<ScriptTime> {
  await redis.config('RESETSTAT');
  await work();
  const mean = /cmdstat_evalsha:.*?usec_per_call=([\d.]+)/.exec(await redis.info('commandstats'));
  const median = /percentiles_usec_evalsha:p50=([\d.]+)/.exec(await redis.info('latencystats'));
  return { meanUs: Number(mean?.[1]), medianUs: Number(median?.[1]) };
}
