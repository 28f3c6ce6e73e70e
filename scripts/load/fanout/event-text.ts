import type { BidEvent } from '@sagopalgo/core/contracts/events.ts';

const HOUR_MS = 3_600_000;

/** The first bid on every auction of a load, in won. */
export const START_KRW = 1_000;

/** What the other servers are given to tell: a bid as ours is told, field by field. */
export function eventText(auctionId: string, seq: number): string {
  const nowMs = Date.now();
  const priceKrw = START_KRW + seq - 1;
  const position = { auctionId, epoch: 'e1', seq };
  const alias = `입찰자 ${seq % 2 === 0 ? 2 : 1}`;
  return JSON.stringify({
    ...position,
    ...{ priceKrw, minimumKrw: priceKrw + 1, bidCount: seq, alias, leaderAlias: alias },
    ...{ reserve: 'none', acceptedAtMs: nowMs, closesAtMs: nowMs + HOUR_MS },
  } satisfies BidEvent);
}
