import type { BidOpening, RaisesOpening } from './commitments.ts';
import type { BidEntry, ClosingEntry, ClosingMove, ListingEntry } from './log-chain.ts';
import { looksLikeTypo, reserveState } from './price-rules.ts';
import { bid, close, moveClosing } from './reference-model.ts';
import { leaderOf, minimumOf, newAuction } from './reference-state.ts';
import type { ModelAuction, ModelBid } from './reference-state.ts';
import { asMet, bidsOf } from './sealed-bids.ts';
import { atEntry } from './verdict.ts';
import type { FaultReason } from './verdict.ts';

/** No alias is this. */
const SELLER = 'seller';

/** An entry after the listing, with what is opened of it. */
export interface ReplayItem {
  entry: BidEntry | ClosingEntry;
  bid: BidOpening | null;
  raises: RaisesOpening | null;
}

/** Where the replay stands: the model's auction, trimmed to what later entries can depend on. */
export interface Replay {
  model: ModelAuction;
  bidders: number;
  /** The leader's maximum is known from below only: it may have been raised in silence since. */
  isFloor: boolean;
  /** Some bid had to be confirmed. */
  confirmed: boolean;
}

/**
 * Plays a log again by the reference model and throws a FaultFound at the first entry that does not
 * follow. What is sealed stands for any amount that the rules allow: an entry follows when some such
 * amount makes it. The lowest is kept, as a silent raise can have made it any higher one since.
 */
export function replayLog(
  listing: ListingEntry,
  reserveKrw: number | null,
  items: readonly ReplayItem[],
): Replay {
  let replay = startOf(listing, reserveKrw);
  for (const item of items) {
    const waiting = applyMoves(applyRaises(replay, item), item.entry);
    replay = item.entry.type === 'bid' ? applyBid(waiting, item.entry, item.bid) : waiting;
    if (item.entry.type === 'closed') checkClosing(waiting.model, item.entry);
  }
  return replay;
}

function startOf(listing: ListingEntry, reserveKrw: number | null): Replay {
  const { startKrw, steps, capKrw, buyNowKrw, extension, opensAtMs, closesAtMs } = listing;
  const rules = { startKrw, steps, capKrw, reserveKrw, buyNowKrw, extension };
  const model = newAuction({ ...rules, sellerId: SELLER, opensAtMs, closesAtMs });
  return { model, bidders: 0, isFloor: false, confirmed: false };
}

// Raises come before moves: they are possible at the moment of the entry before, whenever they were.
function applyRaises(replay: Replay, { entry, raises }: ReplayItem): Replay {
  const leaderId = leaderOf(replay.model);
  if (raises === null) return { ...replay, isFloor: leaderId !== null };
  let { model } = replay;
  for (const maxKrw of raises.maximaKrw) {
    const made: ModelBid = { bidderId: leaderId ?? '', bidId: '', kind: 'auto', maxKrw };
    const { state, answer } = bid(model, made, model.lastAtMs);
    const isSilentRaise = !('refused' in answer) && answer.outcome === 'raised' && answer.raise > 0;
    if (!isSilentRaise) throw atEntry(entry.seq, 'RAISES');
    model = trimmed(state);
  }
  return { ...replay, model, isFloor: replay.isFloor && raises.maximaKrw.length === 0 };
}

function applyMoves(
  replay: Replay,
  { seq, moves }: { seq: number; moves: readonly ClosingMove[] },
) {
  let { model } = replay;
  for (const { atMs, closesAtMs } of moves) {
    const isLater = closesAtMs >= model.closesAtMs && atMs >= model.lastAtMs;
    if (!isLater || model.ended) throw atEntry(seq, 'MOVE');
    model = moveClosing(model, closesAtMs, atMs).state;
  }
  return { ...replay, model };
}

function applyBid(replay: Replay, entry: BidEntry, opening: BidOpening | null): Replay {
  const { seq, ordinal, acceptedAtMs, bidCount } = entry;
  if (ordinal > replay.bidders + 1) throw atEntry(seq, 'BIDDER');
  if (acceptedAtMs < replay.model.lastAtMs) throw atEntry(seq, 'TIME');
  if (bidCount !== replay.model.bidCount + 1) throw atEntry(seq, 'BID_COUNT');
  const before = asMet(replay, entry);
  const { rules, maxima } = replay.model;
  // A raise that reaches the reserve is seen by everybody, so none of those in silence did.
  if (reserveState(rules, before.maxima) !== reserveState(rules, maxima)) {
    throw atEntry(seq, 'RESERVE');
  }
  const faults = new Set<FaultReason>();
  for (const made of bidsOf(entry, opening)) {
    const { state, answer } = bid(before, made, acceptedAtMs);
    const fault = 'refused' in answer ? 'REFUSED' : differenceTo(entry, made, before, state);
    if (fault === null) {
      const bidders = Math.max(replay.bidders, ordinal);
      const confirmed = replay.confirmed || mustConfirm(before, made);
      const isFloor = opening === null || (replay.isFloor && leaderOf(state) !== String(ordinal));
      return { model: trimmed(state), bidders, isFloor, confirmed };
    }
    faults.add(fault);
  }
  const [fault = 'NO_MAXIMUM_FITS', ...others] = faults;
  throw atEntry(seq, others.length === 0 ? fault : 'NO_MAXIMUM_FITS');
}

function differenceTo(
  entry: BidEntry,
  made: ModelBid,
  before: ModelAuction,
  after: ModelAuction,
): FaultReason | null {
  const bought = made.kind === 'buy-now';
  const extended = !bought && after.closesAtMs !== before.closesAtMs;
  const same: [FaultReason, boolean][] = [
    ['RAISES', after.bidCount === entry.bidCount],
    ['PRICE', after.priceKrw === entry.priceKrw],
    ['MINIMUM', (bought ? null : minimumOf(after)) === entry.minimumKrw],
    ['LEADER', leaderOf(after) === String(entry.leaderOrdinal)],
    ['RESERVE', reserveState(after.rules, after.maxima) === entry.reserve],
    ['CLOSING', after.closesAtMs === entry.closesAtMs && extended === entry.extended],
  ];
  return same.find(([, holds]) => !holds)?.[0] ?? null;
}

// The typo guard, which a confirmed bid passes.
function mustConfirm(before: ModelAuction, made: ModelBid): boolean {
  const minimumKrw = minimumOf(before);
  if (made.kind !== 'exact' || minimumKrw === null) return false;
  return looksLikeTypo(before.rules.steps, made.amountKrw, minimumKrw);
}

function checkClosing(model: ModelAuction, entry: ClosingEntry): void {
  const { seq, atMs, outcome, bidCount } = entry;
  if (atMs < model.lastAtMs) throw atEntry(seq, 'TIME');
  if (bidCount !== model.bidCount) throw atEntry(seq, 'BID_COUNT');
  if (entry.priceKrw !== model.priceKrw) throw atEntry(seq, 'PRICE');
  const ended = outcome === 'cancelled' ? cancelled(model, entry) : close(model, atMs).state;
  if (ended?.ended?.seq !== seq || ended.closesAtMs !== entry.closesAtMs) {
    throw atEntry(seq, 'CLOSING');
  }
  // A purchase ends it at its own moment.
  if (model.ended && atMs !== model.lastAtMs) throw atEntry(seq, 'TIME');
  if (outcome === 'cancelled') return;
  const winner = entry.leaderOrdinal === null ? null : String(entry.leaderOrdinal);
  const same = ended.ended.outcome === outcome && ended.ended.winnerId === winner;
  if (!same) throw atEntry(seq, 'OUTCOME');
}

// An operator may cancel at any time before the end; nobody wins.
function cancelled(model: ModelAuction, entry: ClosingEntry): ModelAuction | null {
  if (model.ended || entry.leaderOrdinal !== null) return null;
  const ended = { seq: model.seq + 1, outcome: 'unsold', winnerId: null } as const;
  return { ...model, closesAtMs: Math.min(model.closesAtMs, entry.atMs), ended };
}

// Every bid is above all maxima but the leader's, so later entries depend on the leader's alone; and
// answers are kept for repeats only, of which a log has none.
function trimmed(model: ModelAuction): ModelAuction {
  const leaderId = leaderOf(model);
  const maxima = model.maxima.filter(({ bidderId }) => bidderId === leaderId);
  return { ...model, maxima, bidderIds: maxima.map(({ bidderId }) => bidderId), answered: [] };
}
