import type { BidSteps } from '../rules/bid-steps.ts';
import { epochName, packId, writeBid } from './log-entries.ts';
import type { LoggedBid, LogPosition } from './log-entries.ts';

/** The rules of an auction and where the record says it stands, to be put into Redis. */
export interface AuctionToOpen {
  auctionId: string;
  epoch: number;
  sellerId: string;
  startKrw: number;
  steps: BidSteps;
  capKrw: number;
  reserveKrw: number | null;
  buyNowKrw: number | null;
  extension: 'none' | 'auto';
  opensAtMs: number;
  closesAtMs: number;
  /** From where the automatic extension's limit counts. */
  scheduledClosesAtMs: number;
  standing?: RecordedStanding;
  /** Given when it was closed already: the closing's own seq and how it ended. */
  closed?: {
    seq: number;
    outcome: 'sold' | 'unsold' | 'cancelled';
    head: string | null;
  };
  /** Why the closing was moved, other than by a bid. */
  moved?: 'outage' | 'operator' | null;
  /** KST date of the last time an outage moved it. */
  outageDay?: string | null;
  interrupted?: boolean;
  /** What was seen under an earlier epoch counts for nothing: an operator has decided. */
  resumedEpoch?: number;
  /** Where Redis stood when it was compared; the same as here when left out. */
  over?: LogPosition;
}

/** What the record knows of an auction on whose log something has happened. */
export interface RecordedStanding {
  seq: number;
  raise: number;
  bidCount: number;
  /** Null when only the closing was moved. */
  priceKrw: number | null;
  minimumKrw: number | null;
  leader: { leaderId: string; ordinal: number; maxKrw: number } | null;
  lastAtMs: number;
  bidders: { bidderId: string; ordinal: number; maxKrw: number }[];
  /** Every accepted bid, so that a repeat gets its first answer. */
  bids: LoggedBid[];
}

/** What `open-auction.lua` takes. */
export function contentOf(auction: AuctionToOpen) {
  const { standing } = auction;
  const position = { seq: lastSeqOf(auction), raise: standing?.raise ?? 0 };
  return {
    epoch: auction.epoch,
    ...position,
    over: auction.over ?? position,
    fields: stateFields(auction),
    bidders: (standing?.bidders ?? []).flatMap(({ bidderId, ordinal, maxKrw }) => [
      bidderId,
      `${ordinal}|${maxKrw}`,
    ]),
    // Its entry is not in the new log, so an answer carries it.
    answers: (standing?.bids ?? []).flatMap((bid) => {
      const { id, text, secret } = writeBid(bid);
      return [`${bid.ordinal}:${packId(bid.bidId)}`, [id, text, secret].join(';')];
    }),
  };
}

function stateFields(auction: AuctionToOpen): string[] {
  const { standing, closed, moved, outageDay } = auction;
  const fields = {
    state: closed ? 'closed' : 'open',
    epoch: epochName(auction.epoch),
    epochNumber: auction.epoch,
    sellerId: auction.sellerId,
    startKrw: auction.startKrw,
    steps: JSON.stringify(auction.steps),
    capKrw: auction.capKrw,
    reserveKrw: auction.reserveKrw ?? '',
    buyNowKrw: auction.buyNowKrw ?? '',
    extension: auction.extension,
    opensAtMs: auction.opensAtMs,
    closesAtMs: auction.closesAtMs,
    scheduledClosesAtMs: auction.scheduledClosesAtMs,
    seq: lastSeqOf(auction),
    raise: standing?.raise ?? 0,
    bidCount: standing?.bidCount ?? 0,
    bidderCount: (standing?.bidders ?? []).reduce(
      (most, { ordinal }) => Math.max(most, ordinal),
      0,
    ),
    lastAtMs: standing?.lastAtMs ?? 0,
    minimumKrw: closed ? '' : minimumOf(auction),
    reserve: reserveOf(auction),
    ...standingFields(standing),
    ...(closed && { outcome: closed.outcome, head: closed.head ?? '' }),
    ...(moved && { moved }),
    ...(outageDay && { outageDay }),
    ...(auction.interrupted && { interrupted: 1 }),
    ...(auction.resumedEpoch && { resumedEpoch: auction.resumedEpoch }),
  };
  return Object.entries(fields).flatMap(([name, value]) => [name, String(value)]);
}

function standingFields(standing: RecordedStanding | undefined) {
  if (!standing?.leader || standing.priceKrw === null) return {};
  const { leaderId, ordinal, maxKrw } = standing.leader;
  const leader = { leaderId, leaderOrdinal: ordinal, leaderMaxKrw: maxKrw };
  return { priceKrw: standing.priceKrw, ...leader };
}

function minimumOf({ standing, startKrw }: AuctionToOpen): number | '' {
  if (!standing || standing.priceKrw === null) return startKrw;
  return standing.minimumKrw ?? '';
}

function reserveOf({ standing, reserveKrw }: AuctionToOpen): 'none' | 'unmet' | 'met' {
  if (reserveKrw === null) return 'none';
  return (standing?.priceKrw ?? 0) >= reserveKrw ? 'met' : 'unmet';
}

function lastSeqOf({ standing, closed }: AuctionToOpen): number {
  return closed?.seq ?? standing?.seq ?? 0;
}
