import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { REFUSALS } from '@sagopalgo/core/contracts/errors.ts';
import type { ApiRefusal } from '../../lib/api-refusal.ts';
import { offeredBuyNowKrw } from '../../lib/shown-auction.ts';
import { stepAfterRefusal } from './after-refusal.ts';
import type { Draft, Known, Mode, NextStep } from './next-step.ts';
import { knownOf, plainStep, proposedKrw } from './next-step.ts';
import type { BidAttempt, Wish } from './place-bid.ts';

/** What a person has done in the bid box so far. */
export interface Typing {
  chosen: 'exact' | 'auto';
  /** Undefined until somebody types, null where the field was emptied. */
  typedKrw: number | null | undefined;
  /** What waits for a yes. */
  wish: Wish | null;
}

export const NOTHING_TYPED: Typing = { chosen: 'exact', typedKrw: undefined, wish: null };

/** What became of the last bid that was sent. */
export interface LastBid {
  sending: boolean;
  last: BidAttempt | undefined;
  refusal: ApiRefusal | null;
}

/** What the bid box shows, from what was typed, the auction as it stands, and the last bid. */
export interface BoxView {
  known: Known;
  mode: Mode;
  /** What stands in the field; it follows the proposal until somebody types. */
  amountKrw: number | null;
  step: NextStep;
  /** What waits for a yes and can still be had. */
  asked: Wish | null;
  /** Offered now, or null. */
  buyNowKrw: number | null;
}

/** The bid box of an auction that is open; pure. */
export function viewOf(typing: Typing, auction: Auction, lastBid: LastBid): BoxView {
  const { typedKrw, wish, chosen } = typing;
  const known = knownOf(auction);
  const mode = known.leadingMaxKrw === null ? chosen : 'raise';
  const amountKrw = typedKrw === undefined ? proposedKrw(known) : typedKrw;
  const isGone = lastBid.refusal?.code === 'BUY_NOW_GONE';
  const buyNowKrw = isGone ? null : offeredBuyNowKrw(auction);
  const step = stepOf({ mode, amountKrw }, known, lastBid);
  const isMissed = wish?.kind === 'buy-now' && buyNowKrw === null && !lastBid.sending;
  return {
    ...{ known, mode, amountKrw, buyNowKrw },
    step: isMissed ? { ...step, notice: REFUSALS.BUY_NOW_GONE.message } : step,
    asked: wish && (lastBid.sending || stillStands(wish, step, buyNowKrw)) ? wish : null,
  };
}

/** After something was typed into the field, or added to it. */
export function typed(typing: Typing, { mode }: BoxView, amountKrw: number | null): Typing {
  // A maximum that was typed stays one when somebody else takes the lead.
  const chosen = mode === 'raise' ? 'auto' : typing.chosen;
  return { chosen, typedKrw: amountKrw, wish: null };
}

/** After the button was pressed: what it said stands in the field, or in the question. */
export function pressed(typing: Typing, { step }: BoxView): Typing {
  const { kind, amountKrw, does } = step;
  const wish = does === 'ask' ? { kind, amountKrw } : null;
  if (kind === 'buy-now') return { ...typing, wish };
  return { chosen: kind === 'auto' ? 'auto' : typing.chosen, typedKrw: amountKrw, wish };
}

/** What in the box moves by itself; what somebody typed does not, however fast the price does. */
export function movingPart({ step }: BoxView, { typedKrw }: Typing): string {
  return step.amountKrw === typedKrw ? '' : `${step.kind} ${step.amountKrw}`;
}

function stepOf(draft: Draft, known: Known, { refusal, last }: LastBid): NextStep {
  return refusal && last ? stepAfterRefusal(refusal, last, draft, known) : plainStep(draft, known);
}

// A question falls when the price has overtaken its answer.
function stillStands(wish: Wish, step: NextStep, buyNowKrw: number | null): boolean {
  if (wish.kind === 'buy-now') return wish.amountKrw === buyNowKrw;
  return step.does === 'ask' && step.kind === wish.kind && step.amountKrw === wish.amountKrw;
}
