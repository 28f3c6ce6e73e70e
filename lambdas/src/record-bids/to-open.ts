import type { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import type { LoggedBid } from '@sagopalgo/core/redis/log-entries.ts';
import type { AuctionToOpen, RecordedStanding } from '@sagopalgo/core/redis/to-open.ts';
import { isClosingAt } from './is-recorded.ts';

type AuctionRow = typeof auctions.$inferSelect;
type BidRow = typeof bids.$inferSelect;

/**
 * An auction as the record has it, to be put into Redis; `recorded` is all of its bids in order.
 * `isCancelled` tells how one was closed that is not settled yet, `closingHead` is what signed head its
 * closing is told with; `lastMoveAtMs` is when its closing was last moved, 0 for never.
 */
export function toOpen(
  row: AuctionRow,
  recorded: readonly BidRow[],
  more: { isCancelled: boolean; closingHead: string | null; lastMoveAtMs: number },
): AuctionToOpen {
  const { auctionId, epoch, sellerId, startKrw, steps, capKrw, reserveKrw, buyNowKrw } = row;
  const { extension, opensAtMs, closesAtMs, scheduledClosesAtMs, moved, outageDay } = row;
  return {
    ...{ auctionId, epoch, sellerId, startKrw, steps, capKrw, reserveKrw, buyNowKrw },
    ...{ extension, opensAtMs, closesAtMs, scheduledClosesAtMs, moved, outageDay },
    standing: standingOf(row, recorded, more.lastMoveAtMs),
    ...closingOf(row, recorded.at(-1), more),
    interrupted: row.interruptedAtMs !== null,
    resumedEpoch: row.resumedEpoch,
  };
}

function closingOf(
  row: AuctionRow,
  lastBid: BidRow | undefined,
  { isCancelled, closingHead: head }: { isCancelled: boolean; closingHead: string | null },
): Pick<AuctionToOpen, 'closed'> {
  const { state, recordedSeq: seq } = row;
  if (state === 'sold' || state === 'unsold' || state === 'cancelled') {
    return { closed: { seq, outcome: state, head } };
  }
  // Its closing is recorded and its result is not: it must not open again.
  if (!isClosingAt(row, seq)) return {};
  const isSold = lastBid !== undefined && lastBid.reserve !== 'unmet';
  const outcome = isCancelled ? 'cancelled' : isSold ? 'sold' : 'unsold';
  return { closed: { seq, outcome, head } };
}

function standingOf(
  row: AuctionRow,
  recorded: readonly BidRow[],
  lastMoveAtMs: number,
): RecordedStanding {
  const bidders = new Map<string, RecordedStanding['bidders'][number]>();
  for (const { bidderId, ordinal, ownMaxKrw } of recorded) {
    bidders.set(bidderId, { bidderId, ordinal, maxKrw: ownMaxKrw });
  }
  const { recordedSeq: seq, recordedRaise: raise, bidCount, priceKrw, minimumKrw } = row;
  const leader = row.leaderId === null ? undefined : bidders.get(row.leaderId);
  return {
    ...{ seq, raise, bidCount, priceKrw, minimumKrw },
    leader: leader
      ? { leaderId: leader.bidderId, ordinal: leader.ordinal, maxKrw: leader.maxKrw }
      : null,
    lastAtMs: Math.max(row.lastBidAtMs ?? 0, lastMoveAtMs),
    bidders: [...bidders.values()],
    bids: recorded.map(loggedOf),
  };
}

/** A recorded bid as the log had it. */
export function loggedOf(bid: BidRow): LoggedBid {
  const { epoch, leaderAlias, ...rest } = bid;
  const leaderOrdinal = Number(leaderAlias.replace(/\D/g, ''));
  return { type: 'bid', epochNumber: epoch, leaderOrdinal, ...rest };
}
