import { randomUUID } from 'node:crypto';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, bids, chainEntries } from '@sagopalgo/core/mysql/schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { openOrder } from '@sagopalgo/core/orders/open-order.ts';
import { bidderAlias } from '@sagopalgo/core/rules/aliases.ts';
import { CAP_MAX_KRW } from '@sagopalgo/core/rules/bid-steps.ts';
import { closingMomentMs, openingMomentMs } from '@sagopalgo/core/rules/kst.ts';
import { payByMs } from '@sagopalgo/core/rules/till-terms.ts';
import { markChanged } from '@sagopalgo/core/search/mark-changed.ts';
import type { CataloguedItem } from './catalogue/catalogue.ts';
import { chainHistory } from './demo-chain.ts';
import { addDemoImages, demoAuctionRow } from './demo-listing.ts';
import type { AuctionRow } from './demo-listing.ts';
import { liveThrough } from './demo-orders.ts';
import type { DemoStep } from './demo-orders.ts';
import { LIVELY_BUYERS } from './demo-people.ts';

const DAY_MS = 86_400_000;
const BIDS_MIN = 3;
const BIDS_SPREAD = 14;
const UNITS_PER_BID_MAX = 3;

export type BidRow = typeof bids.$inferInsert;

/** An auction that is over; `winnerId` and what became of the order are by chance and nothing if left out. */
export interface EndedListing {
  sellerId: string;
  saleDate: string;
  sold: boolean;
  winnerId?: string;
  steps?: readonly DemoStep[];
}

/**
 * Adds an auction of a day that is over, as the judge and the hands would have left it: gapless bids
 * by rising price, the closing as the last of its log, the chained log, and an order when it was sold, which is
 * returned as it was opened.
 */
export async function addEndedAuction(
  tx: Tx,
  item: CataloguedItem,
  listing: EndedListing,
): Promise<OrderRow | null> {
  const { sellerId, saleDate, sold, winnerId, steps = [] } = listing;
  const opensAtMs = openingMomentMs(saleDate);
  const closesAtMs = closingMomentMs(saleDate);
  const createdAtMs = opensAtMs - DAY_MS;
  const row = demoAuctionRow(item, { sellerId, opensAtMs, closesAtMs, createdAtMs });
  const history = sold ? bidHistory(row, item, winnerId) : [];
  const last = history.at(-1);
  const { links, chainHash } = chainHistory(row, history);
  await tx.insert(auctions).values({
    ...row,
    state: sold ? 'sold' : 'unsold',
    recordedSeq: history.length + 1,
    bidCount: history.length,
    priceKrw: last?.priceKrw ?? null,
    leaderId: last?.leaderId ?? null,
    leaderOrdinal: last?.ordinal ?? null,
    lastBidAtMs: last?.acceptedAtMs ?? null,
    settledAtMs: closesAtMs,
    chainHash,
  });
  await tx.insert(chainEntries).values(links);
  await addDemoImages(tx, item, row);
  await markChanged(tx, row.auctionId, closesAtMs);
  if (!last) return null;
  const nonces = new Map(links.map(({ seq, nonce }) => [seq, nonce]));
  await tx
    .insert(bids)
    .values(history.map((bid) => ({ ...bid, nonce: nonces.get(bid.seq) ?? null })));
  const order = await openOrder(tx, {
    ...{ auction: row, attempt: 1, buyerId: last.leaderId, amountKrw: last.priceKrw },
    ...{ payByMs: payByMs(closesAtMs, last.priceKrw), nowMs: closesAtMs },
  });
  await liveThrough(tx, order, steps);
  return order;
}

function bidHistory(auction: AuctionRow, item: CataloguedItem, winnerId?: string): BidRow[] {
  const { auctionId, opensAtMs, closesAtMs } = auction;
  const count = BIDS_MIN + Math.floor(Math.random() * BIDS_SPREAD);
  const ordinals = new Map<string, number>();
  let priceKrw = item.startKrw;
  let leaderId = '';
  return bidMoments(opensAtMs, closesAtMs, count).map((acceptedAtMs, index) => {
    if (index > 0)
      priceKrw += item.bidUnitKrw * (1 + Math.floor(Math.random() * UNITS_PER_BID_MAX));
    const isLast = index === count - 1;
    leaderId = (isLast ? winnerId : undefined) ?? anyBuyerBut(leaderId, winnerId);
    const ordinal = ordinals.get(leaderId) ?? ordinals.size + 1;
    ordinals.set(leaderId, ordinal);
    return {
      auctionId,
      seq: index + 1,
      raise: 0,
      epoch: 1,
      bidderId: leaderId,
      bidId: randomUUID(),
      ordinal,
      kind: 'exact',
      amountKrw: priceKrw,
      outcome: 'leading',
      priceKrw,
      minimumKrw: Math.min(priceKrw + item.bidUnitKrw, CAP_MAX_KRW),
      ownMaxKrw: priceKrw,
      leaderId,
      leaderAlias: bidderAlias(ordinal),
      bidCount: index + 1,
      acceptedAtMs,
      closesAtMs,
    };
  });
}

// People bid late: the square root draws the moments towards the closing.
function bidMoments(opensAtMs: number, closesAtMs: number, count: number): number[] {
  return Array.from({ length: count }, () => {
    return opensAtMs + Math.floor(Math.sqrt(Math.random()) * (closesAtMs - opensAtMs));
  }).toSorted((a, b) => a - b);
}

function anyBuyerBut(leaderId: string, winnerId?: string): string {
  const others = LIVELY_BUYERS.filter(({ userId }) => userId !== leaderId && userId !== winnerId);
  const chosen = others[Math.floor(Math.random() * others.length)];
  if (!chosen) throw new Error('a history needs two buyers');
  return chosen.userId;
}
