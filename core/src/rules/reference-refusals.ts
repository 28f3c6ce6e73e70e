import { looksLikeTypo, reserveState } from './price-rules.ts';
import { barredUntilMs, leaderOf, maximumOf, minimumOf, offeredKrw } from './reference-state.ts';
import type { ModelAuction, ModelBid, Refused } from './reference-state.ts';

type Offer = Exclude<ModelBid, { kind: 'buy-now' }>;

/** "Which refusal, when several apply": the first that does, or null; repeats were looked for before. */
export function refusalOf(state: ModelAuction, made: ModelBid, nowMs: number): Refused | null {
  return (
    refusedByTime(state, nowMs) ??
    refusedLeaver(state, made, nowMs) ??
    refusedSeller(state, made) ??
    (made.kind === 'buy-now' ? refusedPurchase(state) : refusedOffer(state, made))
  );
}

/** Rule 9: whole won, at least one. This is said before anything else is looked at. */
export function refusedForm(made: ModelBid): Refused | null {
  const amountKrw = offeredKrw(made);
  const isWhole = amountKrw === null || (Number.isSafeInteger(amountKrw) && amountKrw >= 1);
  return isWhole ? null : refuse('INVALID_REQUEST');
}

/** A refusal and what can be acted on. */
export function refuse(refused: string, detail: Record<string, number> = {}): Refused {
  return { refused, detail };
}

// Open on [opensAtMs, closesAtMs), by time alone and whether or not a job has closed it.
function refusedByTime(state: ModelAuction, nowMs: number): Refused | null {
  const { opensAtMs } = state.rules;
  if (nowMs < opensAtMs) return refuse('AUCTION_NOT_OPEN', { opensInMs: opensAtMs - nowMs });
  const isOver = state.ended !== null || nowMs >= state.closesAtMs;
  return isOver ? refuse('AUCTION_CLOSED', { lateByMs: nowMs - state.closesAtMs }) : null;
}

// Whoever leaves must not be found to lead afterwards.
function refusedLeaver(state: ModelAuction, { bidderId }: ModelBid, nowMs: number): Refused | null {
  return nowMs < barredUntilMs(state, bidderId) ? refuse('ACCOUNT_LEAVING') : null;
}

// Rule 9: never the seller.
function refusedSeller({ rules }: ModelAuction, { bidderId }: ModelBid): Refused | null {
  return bidderId === rules.sellerId ? refuse('OWN_AUCTION') : null;
}

// Rule 10: only before the first bid, or while a reserve is unmet.
function refusedPurchase({ rules, maxima }: ModelAuction): Refused | null {
  const isInTime = maxima.length === 0 || reserveState(rules, maxima) === 'unmet';
  return rules.buyNowKrw !== null && isInTime ? null : refuse('BUY_NOW_GONE');
}

function refusedOffer(state: ModelAuction, made: Offer): Refused | null {
  const { capKrw, steps } = state.rules;
  const amountKrw = made.kind === 'exact' ? made.amountKrw : made.maxKrw;
  const minimumKrw = minimumOf(state);
  // Rules 9 and 12: nothing above the cap, and nothing at all once the price is there.
  if (amountKrw > capKrw || minimumKrw === null) return refuse('BID_TOO_HIGH', { capKrw });
  if (made.bidderId === leaderOf(state)) return refusedRaise(state, made);
  // Rule 6.
  if (amountKrw < minimumKrw) return refuse('BID_TOO_LOW', { minimumKrw });
  const isAsked = made.kind === 'exact' && made.confirmed !== true;
  if (isAsked && looksLikeTypo(steps, amountKrw, minimumKrw)) {
    return refuse('CONFIRM_LARGE_BID', { amountKrw, minimumKrw });
  }
  return null;
}

// Rule 7: the leader raises the own maximum or does nothing.
function refusedRaise(state: ModelAuction, made: Offer): Refused | null {
  if (made.kind === 'exact') return refuse('ALREADY_LEADING');
  const ownMaxKrw = maximumOf(state, made.bidderId);
  return made.maxKrw > ownMaxKrw ? null : refuse('NOT_ABOVE_OWN_MAX', { ownMaxKrw });
}
