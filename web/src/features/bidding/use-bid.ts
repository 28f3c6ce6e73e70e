import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import { stepAt } from '@sagopalgo/core/rules/bid-steps.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useContext, useState } from 'react';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { LiveFeedContext } from '../../lib/use-live.ts';
import type { NextStep } from './next-step.ts';
import { plainStep, stepAfterRefusal } from './next-step.ts';
import type { BidAttempt } from './place-bid.ts';
import { newAttempt, sendBid } from './place-bid.ts';
import { useSettled } from './use-settled.ts';

/** A price that moves under the thumb must not be bid by accident: the button waits this long. */
const SETTLES_AFTER_MS = 250;
/** Nor may a double tap answer the question that its first tap brought up. */
const RESTS_AFTER_REFUSAL_MS = 600;

/** What the bid box knows and does. */
export interface BidBox {
  /** What stands in the field; it follows the minimum until somebody types. */
  amountKrw: number | null;
  unitKrw: number;
  closesAtMs: number;
  step: NextStep;
  /** Sending, or what the button says has only just changed by itself. */
  busy: boolean;
  sending: boolean;
  setAmount: (amountKrw: number | null) => void;
  add: (amountKrw: number) => void;
  press: () => void;
  /** Enter in the field: bids what stands there; a corrected amount is only put there, to be seen. */
  enter: () => void;
  /** By how much the last bid came too late, in words, or null. */
  late: string | null;
}

/** The bid box of an auction that is open; `onBid` once a bid was accepted. */
export function useBid(auction: Auction, onBid: () => void): BidBox {
  const [typedKrw, setTypedKrw] = useState<number | null | undefined>(undefined);
  const queries = useQueryClient();
  const accepted = useAccepted(auction.auctionId);
  const minimumKrw = auction.minimumKrw ?? auction.priceKrw ?? auction.startKrw;
  const bid = useMutation({
    mutationFn: (attempt: BidAttempt) => sendBid(attempt),
    onMutate: () => ({ minimumKrw }),
    onSuccess: (answer) => {
      setTypedKrw(undefined);
      accepted(answer);
      onBid();
    },
    // Whatever was refused, the page was not up to date.
    onError: () => queries.invalidateQueries({ queryKey: queryKeys.auction(auction.auctionId) }),
  });
  const unitKrw = stepAt(auction.steps, auction.priceKrw ?? auction.startKrw);
  const amountKrw = typedKrw === undefined ? minimumKrw : typedKrw;
  const refusal = bid.error && stillTold(asRefusal(bid.error), bid.context, minimumKrw);
  const step =
    refusal && bid.variables
      ? stepAfterRefusal(refusal, bid.variables.amountKrw, auction)
      : plainStep(amountKrw, minimumKrw, unitKrw);
  // What somebody typed does not move by itself, however fast the price does.
  const movingKrw = step.amountKrw === typedKrw ? 0 : step.amountKrw;
  const settled = useSettled(movingKrw, SETTLES_AFTER_MS) || movingKrw === 0;
  const rested = useSettled(bid.error ? bid.submittedAt : 0, RESTS_AFTER_REFUSAL_MS) || !bid.error;
  const busy = bid.isPending || !settled || !rested;

  const setAmount = (next: number | null) => {
    bid.reset();
    setTypedKrw(next);
  };
  const press = () => {
    setTypedKrw(step.amountKrw);
    bid.mutate(attemptOf(step, auction.auctionId, bid.variables));
  };
  return {
    amountKrw,
    unitKrw,
    closesAtMs: auction.closesAtMs,
    step,
    busy,
    sending: bid.isPending,
    setAmount,
    add: (moreKrw) => {
      if (!busy) setAmount(Math.max(amountKrw ?? 0, minimumKrw) + moreKrw);
    },
    press,
    enter: () => (step.amountKrw === amountKrw ? press() : setAmount(step.amountKrw)),
    late: refusal?.code === 'AUCTION_CLOSED' ? (step.notice ?? null) : null,
  };
}

/** "You lead already" stops being true with the next bid; the other refusals stay until they are answered. */
function stillTold(
  refusal: ApiRefusal,
  at: { minimumKrw: number } | undefined,
  minimumKrw: number,
): ApiRefusal | null {
  return refusal.code === 'ALREADY_LEADING' && at?.minimumKrw !== minimumKrw ? null : refusal;
}

function attemptOf(step: NextStep, auctionId: string, last: BidAttempt | undefined): BidAttempt {
  if (last && step.does === 'again') return last;
  if (last && step.does === 'confirm') return { ...last, confirmed: true };
  return newAttempt(auctionId, step.amountKrw);
}

function useAccepted(auctionId: string): (answer: BidAnswer) => void {
  const queries = useQueryClient();
  const feed = useContext(LiveFeedContext);
  return (answer) => {
    queries.setQueryData<Auction>(
      queryKeys.auction(auctionId),
      (auction) => auction && withAnswer(auction, answer),
    );
    feed.answered(auctionId, answer);
    void queries.invalidateQueries({ queryKey: queryKeys.mine });
  };
}

/** The auction as read, brought up to date by the answer to an own bid. */
function withAnswer(auction: Auction, answer: BidAnswer): Auction {
  const leads = answer.outcome !== 'outbid';
  const me = {
    alias: answer.alias,
    ownMaxKrw: answer.ownMaxKrw,
    standing: leads ? ('leading' as const) : ('outbid' as const),
  };
  if (auction.seq >= answer.seq) return { ...auction, me };
  return {
    ...auction,
    me,
    seq: answer.seq,
    bidCount: answer.seq,
    priceKrw: answer.priceKrw,
    minimumKrw: answer.minimumKrw,
    leaderAlias: leads ? answer.alias : auction.leaderAlias,
    closesAtMs: answer.closesAtMs,
  };
}

function asRefusal(error: Error): ApiRefusal {
  return error instanceof ApiRefusal
    ? error
    : new ApiRefusal({ code: 'INTERNAL', message: wordsOf(error) });
}
