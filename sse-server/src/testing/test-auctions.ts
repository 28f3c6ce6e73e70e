import { randomUUID } from 'node:crypto';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionToOpen } from '@sagopalgo/core/redis/to-open.ts';

const HOUR_MS = 3_600_000;
const START_KRW = 1_000;
const STEP_KRW = 100;

/** An auction that is live for an hour unless told otherwise; not in Redis yet. */
export function someAuction(given: Partial<AuctionToOpen> = {}): AuctionToOpen {
  return {
    auctionId: randomUUID(),
    epoch: 1,
    sellerId: randomUUID(),
    startKrw: START_KRW,
    steps: [[0, STEP_KRW]],
    capKrw: 1_000_000_000_000,
    reserveKrw: null,
    buyNowKrw: null,
    extension: 'none',
    opensAtMs: Date.now() - HOUR_MS,
    closesAtMs: Date.now() + HOUR_MS,
    scheduledClosesAtMs: given.closesAtMs ?? Date.now() + HOUR_MS,
    ...given,
  };
}

/** Puts such an auction into Redis and returns its id. */
export async function openSomeAuction(
  redis: AuctionRedis,
  given: Partial<AuctionToOpen> = {},
): Promise<string> {
  const auction = someAuction(given);
  await openAuction(redis, auction);
  return auction.auctionId;
}

/** An auction whose time was up a second ago, with one bid, not closed yet. */
export function auctionPastItsTime(): AuctionToOpen {
  return someAuction({ closesAtMs: Date.now() - 1_000, standing: standingAt(1) });
}

/** What the record would say after `seq` bids. */
export function standingAt(seq: number): NonNullable<AuctionToOpen['standing']> {
  const priceKrw = START_KRW + (seq - 1) * STEP_KRW;
  return {
    seq,
    raise: 0,
    bidCount: seq,
    priceKrw,
    minimumKrw: priceKrw + STEP_KRW,
    leader: { leaderId: 'bidder-one', ordinal: 1, maxKrw: priceKrw },
    lastAtMs: Date.now() - 2_000,
    bidders: [{ bidderId: 'bidder-one', ordinal: 1, maxKrw: priceKrw }],
    bids: [],
  };
}

/** Bids the minimum for seqs `fromSeq` to `toSeq`, two bidders taking turns. */
export async function bidFromTo(
  redis: AuctionRedis,
  auctionId: string,
  fromSeq: number,
  toSeq: number,
): Promise<void> {
  for (let seq = fromSeq; seq <= toSeq; seq += 1) {
    const bidderId = seq % 2 === 0 ? 'bidder-even' : 'bidder-odd';
    const amountKrw = START_KRW + (seq - 1) * STEP_KRW;
    await bidExactly(redis, auctionId, bidderId, amountKrw);
  }
}

/** One confirmed exact bid. */
export async function bidExactly(
  redis: AuctionRedis,
  auctionId: string,
  bidderId: string,
  amountKrw: number,
): Promise<void> {
  const bid = { auctionId, bidderId, bidId: randomUUID(), amountKrw };
  await placeBid(redis, { ...bid, kind: 'exact', confirmed: true });
}

/** One auto bid; silent when the bidder leads already. */
export async function bidAuto(
  redis: AuctionRedis,
  auctionId: string,
  bidderId: string,
  maxKrw: number,
): Promise<void> {
  await placeBid(redis, { auctionId, bidderId, bidId: randomUUID(), kind: 'auto', maxKrw });
}

/** `[from, from + 1, …, to]` */
export function fromTo(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
