import { randomUUID } from 'node:crypto';
import { and, asc, gt, inArray, like, lte } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { placeBid } from '@sagopalgo/core/redis/commands.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { stepAt } from '@sagopalgo/core/rules/bid-steps.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { DEMO_AUCTION_IDS } from './demo-listing.ts';
import type { DemoStores } from './demo-listing.ts';
import { LIVELY_BUYERS } from './demo-people.ts';

const LIVE_MAX = 60;
/** The last moments belong to people. */
const QUIET_BEFORE_CLOSING_MS = 25_000;
const BID_CHANCE = 0.55;
const EXTRA_UNITS_MAX = 2;
/** A demo price stays one that somebody might believe. */
const PRICE_TIMES_START_MAX = 5;

/**
 * Makes the function that lets, now and then, a demo buyer bid on a live demo auction; those that
 * close soon see more of it. It never bids on anything that a person listed.
 */
export function demoBidder(stores: DemoStores): () => Promise<void> {
  return async () => {
    if (Math.random() > BID_CHANCE) return;
    const live = await liveDemoAuctions(stores);
    const chosen = live[Math.floor(Math.random() ** 2 * live.length)];
    if (chosen) await bidOn(stores, chosen);
  };
}

/** Lets demo buyers bid up to `bidsMax` times on an auction, so that it does not stand there bare. */
export async function warmUp(
  stores: DemoStores,
  auctionIds: readonly string[],
  bidsMax: number,
): Promise<void> {
  const live = (await liveDemoAuctions(stores)).filter(({ auctionId }) =>
    auctionIds.includes(auctionId),
  );
  for (const auction of live) {
    const count = Math.floor(Math.random() * (bidsMax + 1));
    for (let bid = 0; bid < count; bid += 1) await bidOn(stores, auction);
  }
}

type LiveAuction = Pick<typeof auctions.$inferSelect, 'auctionId' | 'startKrw' | 'steps'>;

async function liveDemoAuctions({ db, now }: DemoStores): Promise<LiveAuction[]> {
  const { auctionId, startKrw, steps } = auctions;
  return await db
    .select({ auctionId, startKrw, steps })
    .from(auctions)
    .where(
      and(
        like(auctionId, DEMO_AUCTION_IDS),
        inArray(auctions.state, UNSETTLED_STATES),
        lte(auctions.opensAtMs, now()),
        gt(auctions.closesAtMs, now() + QUIET_BEFORE_CLOSING_MS),
      ),
    )
    .orderBy(asc(auctions.closesAtMs))
    .limit(LIVE_MAX);
}

async function bidOn({ redis }: DemoStores, auction: LiveAuction): Promise<void> {
  const { auctionId, startKrw, steps } = auction;
  const standing = (await readLive(redis, [auctionId])).states.get(auctionId);
  const minimumKrw = standing?.minimumKrw ?? null;
  if (!standing || minimumKrw === null || minimumKrw > startKrw * PRICE_TIMES_START_MAX) return;
  const others = LIVELY_BUYERS.filter(({ userId }) => userId !== standing.leaderId);
  const bidder = others[Math.floor(Math.random() * others.length)];
  if (!bidder) return;
  const extraKrw = stepAt(steps, minimumKrw) * Math.floor(Math.random() * (EXTRA_UNITS_MAX + 1));
  const bid = { auctionId, bidderId: bidder.userId, bidId: randomUUID() };
  try {
    await placeBid(redis, { ...bid, kind: 'exact', amountKrw: minimumKrw + extraKrw });
  } catch (error) {
    // Somebody was quicker, or time was up: nothing to make good.
    if (!(error instanceof RefusalError)) throw error;
  }
}
