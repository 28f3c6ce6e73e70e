import { extendedClosing, reserveState, resolvePrice } from './price-rules.ts';
import type { Maximum } from './price-rules.ts';
import { refusalOf, refuse, refusedForm } from './reference-refusals.ts';
import { aliasOf, leaderOf, maximumOf, minimumOf } from './reference-state.ts';
import { notBefore, offeredKrw } from './reference-state.ts';
import type {
  Accepted,
  Ended,
  ModelAuction,
  ModelBar,
  ModelBid,
  Refused,
} from './reference-state.ts';

/**
 * Decides one bid that arrives at `atMs`, as bidding.md says it: to be read beside that page, and to
 * check the judge and its logs against. A refusal leaves the state as it is (rule 11).
 */
export function bid(
  state: ModelAuction,
  made: ModelBid,
  atMs: number,
): { state: ModelAuction; answer: Accepted | Refused } {
  const malformed = refusedForm(made);
  if (malformed) return { state, answer: malformed };
  const kept = state.answered.find(({ bid }) => isSameId(bid, made));
  if (kept) return { state, answer: repeated(kept, made) };
  const nowMs = notBefore(state, atMs);
  const refused = refusalOf(state, made, nowMs);
  if (refused) return { state, answer: refused };
  const judged = judge({ ...state, lastAtMs: nowMs }, made);
  const answer = answerTo(judged, made, state);
  const after = { ...judged, answered: [...state.answered, { bid: made, answer }] };
  return { state: made.kind === 'buy-now' ? end(after) : after, answer };
}

/** Closes an auction whose time is up; harmless when repeated. `remainingMs`: it is too early. */
export function close(
  state: ModelAuction,
  atMs: number,
): { state: ModelAuction; answer: Ended | { remainingMs: number } } {
  if (state.ended) return { state, answer: state.ended };
  const nowMs = notBefore(state, atMs);
  const remainingMs = state.closesAtMs - nowMs;
  if (remainingMs > 0) return { state, answer: { remainingMs } };
  const ended = end({ ...state, lastAtMs: nowMs });
  return { state: ended, answer: ended.ended };
}

/**
 * Outage rule and operators: moves the closing of an auction that has not ended, even when its time
 * was up, and with it the moment from which the limit of the automatic extension counts. A closing is
 * never brought forward (`NOT_LATER`).
 */
export function moveClosing(
  state: ModelAuction,
  closesAtMs: number,
  atMs: number,
): { state: ModelAuction; answer: { closesAtMs: number } | Refused } {
  const nowMs = notBefore(state, atMs);
  if (state.ended) {
    return { state, answer: refuse('AUCTION_CLOSED', { lateByMs: nowMs - state.closesAtMs }) };
  }
  if (closesAtMs <= state.closesAtMs) return { state, answer: refuse('NOT_LATER') };
  const moved = { closesAtMs, scheduledClosesAtMs: closesAtMs, raise: state.raise + 1 };
  return { state: { ...state, ...moved, lastAtMs: nowMs }, answer: { closesAtMs } };
}

/**
 * Has no bid of somebody's taken any more, as one leaving of theirs asks, unless they lead. A bar is put off until
 * the later moment, and never brought forward.
 */
export function bar(
  state: ModelAuction,
  asked: ModelBar,
): { state: ModelAuction; answer: 'LEADS' | 'BARRED' } {
  if (asked.bidderId === leaderOf(state)) return { state, answer: 'LEADS' };
  const held = state.bars.find((each) => isSameBar(each, asked))?.barredUntilMs ?? 0;
  const made = { ...asked, barredUntilMs: Math.max(held, asked.barredUntilMs) };
  return { state: { ...state, bars: [...othersThan(state, asked), made] }, answer: 'BARRED' };
}

/** Takes away what one leaving of somebody's has barred them by. */
export function admit(state: ModelAuction, asked: BarName): ModelAuction {
  return { ...state, bars: othersThan(state, asked) };
}

type BarName = Omit<ModelBar, 'barredUntilMs'>;

function othersThan({ bars }: ModelAuction, asked: BarName): ModelBar[] {
  return bars.filter((each) => !isSameBar(each, asked));
}

function isSameBar(one: BarName, other: BarName): boolean {
  return one.bidderId === other.bidderId && one.leaveId === other.leaveId;
}

// "Order, repeats, receipts": the same answer to the same bid; `confirmed` is no part of it.
function repeated(kept: ModelAuction['answered'][number], made: ModelBid): Accepted | Refused {
  const isSame = made.kind === kept.bid.kind && offeredKrw(made) === offeredKrw(kept.bid);
  return isSame ? kept.answer : refuse('BID_ID_REUSED');
}

// The case of an id does not matter.
function isSameId(one: ModelBid, other: ModelBid): boolean {
  const sameId = one.bidId.toLowerCase() === other.bidId.toLowerCase();
  return sameId && one.bidderId === other.bidderId;
}

function judge(state: ModelAuction, made: ModelBid): ModelAuction {
  const { bidderId } = made;
  if (made.kind === 'buy-now') return buy(state, bidderId);
  if (made.kind === 'exact') return enter(state, bidderId, made.amountKrw, made.amountKrw);
  if (bidderId === leaderOf(state)) return raise(state, bidderId, made.maxKrw);
  return enter(state, bidderId, made.maxKrw, null);
}

// Rules 1 to 6 and 8: somebody who does not lead.
function enter(
  state: ModelAuction,
  bidderId: string,
  maxKrw: number,
  exactKrw: number | null,
): ModelAuction {
  const maxima = withMaximum(state, { bidderId, maxKrw, seq: state.seq + 1, raise: 0 });
  const exactLeadKrw = leaderOf({ maxima }) === bidderId ? exactKrw : null;
  const before = { priceKrw: state.priceKrw, exactLeadKrw };
  return visibly(state, maxima, resolvePrice(state.rules, maxima, before));
}

// Rule 7: the leader's own maximum goes up, in silence unless that reaches the reserve.
function raise(state: ModelAuction, bidderId: string, maxKrw: number): ModelAuction {
  const { rules, seq } = state;
  const maxima = withMaximum(state, { bidderId, maxKrw, seq: seq + 1, raise: 0 });
  const wasUnmet = reserveState(rules, state.maxima) === 'unmet';
  if (wasUnmet && reserveState(rules, maxima) === 'met' && rules.reserveKrw !== null) {
    return visibly(state, maxima, rules.reserveKrw);
  }
  const silent = { bidderId, maxKrw, seq, raise: state.raise + 1 };
  return { ...state, maxima: withMaximum(state, silent), raise: silent.raise };
}

// Rule 10: the buyer wins at the buy-now price, and the time is up at that moment.
function buy(state: ModelAuction, bidderId: string): ModelAuction {
  const { buyNowKrw } = state.rules;
  if (buyNowKrw === null) throw new RangeError('there is no price to buy at');
  const bought = { bidderId, maxKrw: buyNowKrw, seq: state.seq + 1, raise: 0 };
  const after = visibly(state, withMaximum(state, bought), buyNowKrw);
  return { ...after, closesAtMs: state.lastAtMs };
}

// "Order": a visible change takes the next seq, counts as a bid and may move the closing.
function visibly(state: ModelAuction, maxima: readonly Maximum[], priceKrw: number): ModelAuction {
  const known = new Set(state.bidderIds);
  const fresh = maxima.map(({ bidderId }) => bidderId).filter((id) => !known.has(id));
  return {
    ...state,
    maxima,
    priceKrw,
    seq: state.seq + 1,
    raise: 0,
    bidCount: state.bidCount + 1,
    bidderIds: [...state.bidderIds, ...fresh],
    closesAtMs:
      state.rules.extension === 'auto' ? extendedClosing(state, state.lastAtMs) : state.closesAtMs,
  };
}

// The closing is the last event of the log, with the next seq. Rule 4: under the reserve, not sold.
function end(state: ModelAuction): ModelAuction & { ended: Ended } {
  const winnerId = reserveState(state.rules, state.maxima) === 'unmet' ? null : leaderOf(state);
  const outcome = winnerId === null ? 'unsold' : 'sold';
  const seq = state.seq + 1;
  return { ...state, seq, raise: 0, ended: { seq, outcome, winnerId } };
}

function answerTo(judged: ModelAuction, made: ModelBid, before: ModelAuction): Accepted {
  return {
    bidId: made.bidId,
    outcome: outcomeOf(judged, made, before),
    seq: judged.seq,
    raise: judged.raise,
    priceKrw: Number(judged.priceKrw),
    minimumKrw: made.kind === 'buy-now' ? null : minimumOf(judged),
    ownMaxKrw: maximumOf(judged, made.bidderId),
    alias: aliasOf(judged, made.bidderId),
    acceptedAtMs: judged.lastAtMs,
    closesAtMs: judged.closesAtMs,
  };
}

function outcomeOf(
  judged: ModelAuction,
  { kind, bidderId }: ModelBid,
  before: ModelAuction,
): Accepted['outcome'] {
  if (kind === 'buy-now') return 'bought';
  if (leaderOf(before) === bidderId) return 'raised';
  return leaderOf(judged) === bidderId ? 'leading' : 'outbid';
}

// Each bidder has one maximum: the newest takes the place of the one before.
function withMaximum({ maxima }: ModelAuction, set: Maximum): Maximum[] {
  return [...maxima.filter(({ bidderId }) => bidderId !== set.bidderId), set];
}
