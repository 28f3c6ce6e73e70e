import { and, desc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { bids } from '../mysql/schema.ts';
import type { auctions } from '../mysql/schema.ts';
import { offers, orders, secondChanceConsents } from '../mysql/till-schema.ts';
import type { Maximum } from '../rules/price-rules.ts';
import { isPayable } from '../rules/payable.ts';
import { runnerUp } from '../rules/second-chance.ts';
import type { RunnerUp } from '../rules/second-chance.ts';
import { shareKrw } from '../rules/till-terms.ts';
import type { TillTerms } from '../rules/till-terms.ts';
import { findBlocks } from './find-blocks.ts';
import { findProven } from './is-proven.ts';

export type AuctionRow = typeof auctions.$inferSelect;

/**
 * Who is to be offered an auction whose orders have all expired so far, and at what price, by what the
 * record holds of it; null when nobody is. Nobody is asked twice, and nobody who may not bid.
 */
export async function findRunnerUp(
  tx: Tx,
  auction: AuctionRow,
  { terms, nowMs }: { terms: TillTerms; nowMs: number },
): Promise<RunnerUp | null> {
  const { auctionId } = auction;
  const defaulters = await tx
    .select({ bidderId: orders.buyerId })
    .from(orders)
    .where(eq(orders.auctionId, auctionId));
  const asked = await tx
    .select({ bidderId: offers.bidderId })
    .from(offers)
    .where(eq(offers.auctionId, auctionId));
  const willing = await tx
    .select({ bidderId: secondChanceConsents.bidderId })
    .from(secondChanceConsents)
    .where(
      and(eq(secondChanceConsents.auctionId, auctionId), eq(secondChanceConsents.isGiven, true)),
    );
  const blocks = await findBlocks(tx, terms, nowMs);
  const maxima = await finalMaxima(tx, auctionId);
  const out = new Set([...defaulters, ...asked].map(({ bidderId }) => bidderId));
  // Whoever may not bid, at all or at that price, or could not pay it, as nobody could, is as those who do
  // not want it: who could not take it would only keep others waiting.
  const able = willing.map(({ bidderId }) => bidderId).filter((id) => !blocks.has(id));
  const { provenAboveKrw } = terms;
  const proven = provenAboveKrw === null ? null : await findProven(tx, able);
  const mayBidAt = (bidderId: string, amountKrw: number): boolean =>
    provenAboveKrw === null || amountKrw <= provenAboveKrw || proven?.has(bidderId) === true;
  const asking = new Set(able);
  for (const _ of able) {
    const next = runnerUp(auction, maxima, { out, willing: asking });
    if (!next) return null;
    const { bidderId, amountKrw } = next;
    const owedKrw = amountKrw + shareKrw(amountKrw, auction.premiumBp);
    if (mayBidAt(bidderId, amountKrw) && isPayable(owedKrw)) return next;
    asking.delete(bidderId);
  }
  return null;
}

// A bidder's last bid is the one that set the maximum: a later one is always higher.
async function finalMaxima(tx: Tx, auctionId: string): Promise<Maximum[]> {
  const { bidderId, ownMaxKrw, seq, raise } = bids;
  const place = sql<number>`row_number() over (partition by ${bidderId} order by ${desc(seq)}, ${desc(raise)})`;
  const found = tx
    .select({ bidderId, ownMaxKrw, seq, raise, place: place.mapWith(Number).as('place') })
    .from(bids)
    .where(eq(bids.auctionId, auctionId))
    .as('found');
  const rows = await tx.select().from(found).where(eq(found.place, 1));
  return rows.map((row) => ({
    bidderId: row.bidderId,
    maxKrw: row.ownMaxKrw,
    seq: row.seq,
    raise: row.raise,
  }));
}
