import { createHash, randomBytes } from 'node:crypto';
import type { BidSteps } from '../rules/bid-steps.ts';
import { commitReserve, NONCE_BYTES } from '../rules/commitments.ts';
import type { ReserveOpening } from '../rules/commitments.ts';
import { canonicalEntry, chainHash, chainOn } from '../rules/log-chain.ts';
import type { ChainLink, Happening, ListingEntry } from '../rules/log-chain.ts';
import { reserveState } from '../rules/price-rules.ts';
import { bid, close, moveClosing } from '../rules/reference-model.ts';
import { leaderOf, minimumOf, newAuction } from '../rules/reference-state.ts';
import type { Accepted, AuctionRules, ModelAuction, ModelBid } from '../rules/reference-state.ts';
import type { PublishedEntry, PublishedLog } from '../rules/verify-log.ts';
import { lastLeadOf, mayOpenBid, mayOpenRaises } from '../rules/what-may-open.ts';

export const PLAYED_AUCTION_ID = 'played-auction';
const OPENS_AT_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;

/** Something that somebody tries; much of it is refused, as in life. */
export interface Deed {
  who: number;
  kind: ModelBid['kind'] | 'move';
  /** How far above the minimum, or above the own maximum when leading. */
  overKrw: number;
  waitMs: number;
}

/** The rules of a played auction, as far as they differ from a plain one. */
export type PlayedRules = Partial<Omit<AuctionRules, 'sellerId' | 'opensAtMs' | 'closesAtMs'>>;

/** What came of an auction that was played by the reference model. */
export interface Played {
  listing: ListingEntry;
  happened: Happening[];
  /** What the bidders were told, by `seq-raise`. */
  answers: Map<string, { answer: Accepted; made: ModelBid }>;
  links: ChainLink[];
  reserve: ReserveOpening | null;
  published: PublishedLog;
}

/** SHA-256 of a text in lowercase hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Fresh random bytes in hex. */
export function newNonce(): string {
  return randomBytes(NONCE_BYTES).toString('hex');
}

/** Plays an auction, chains its log and publishes it as it is published after the end. */
export function playLog(
  rules: PlayedRules,
  deeds: readonly Deed[],
  { cancels = false }: { cancels?: boolean } = {},
): Played {
  const reserveKrw = rules.reserveKrw ?? null;
  const reserve = reserveKrw === null ? null : { reserveKrw, nonce: newNonce() };
  const { model, happened, answers } = play(rules, deeds, cancels);
  const listing = listingOf(model.rules, reserve);
  const { links } = chainPlayed(listing, happened);
  const published = publish(listing, links, happened, reserve);
  return { listing, happened, answers, links, reserve, published };
}

/** The whole chain of a log, the listing first. */
export function chainPlayed(listing: ListingEntry, happened: readonly Happening[]) {
  const canonical = canonicalEntry(listing);
  const hash = chainHash(sha256, null, canonical);
  const start = { auctionId: listing.auctionId, hash, raisesKrw: [], moves: [] };
  const chained = chainOn(start, happened, { sha256, nonce: newNonce });
  return { ...chained, listing: { canonical, hash } };
}

/** A log with everything opened that may be opened. */
export function publish(
  listing: ListingEntry,
  links: readonly ChainLink[],
  happened: readonly Happening[],
  reserve: ReserveOpening | null,
): PublishedLog {
  const visible = happened.filter((one) => one.type === 'bid' && one.raise === 0);
  const bids = visible.flatMap((one) => (one.type === 'bid' ? [one] : []));
  const ending = { lastLead: lastLeadOf(bids), priceKrw: bids.at(-1)?.priceKrw ?? null };
  const entries = links.map(({ seq, canonical, hash, nonce, raisesNonce }): PublishedEntry => {
    const made = bids.find((one) => one.seq === seq);
    const maximaKrw = happened.flatMap((one) =>
      one.type === 'bid' && one.raise > 0 && one.seq === seq - 1 ? [one.amountKrw] : [],
    );
    const opening = made && { kind: made.kind, maxKrw: made.amountKrw, nonce: String(nonce) };
    const mayOpen = made && mayOpenBid(ending, { ...made, maxKrw: made.amountKrw });
    const raises = { maximaKrw, nonce: raisesNonce };
    return {
      ...{ canonical, hash },
      bid: mayOpen && opening ? opening : null,
      raises: mayOpenRaises(ending, seq, maximaKrw) ? raises : null,
    };
  });
  const canonical = canonicalEntry(listing);
  const first = { canonical, hash: chainHash(sha256, null, canonical), bid: null, raises: null };
  const { auctionId } = listing;
  const opened = bids.at(-1)?.reserve === 'met' ? reserve : null;
  const end = happened.at(-1);
  return {
    auctionId,
    outcome: end?.type === 'closed' ? end.outcome : 'unsold',
    overruling: null,
    entries: [first, ...entries],
    ...{ reserve: opened, heads: [] },
  };
}

function listingOf(rules: AuctionRules, reserve: ReserveOpening | null): ListingEntry {
  const { sellerId: _, reserveKrw: __, ...open } = rules;
  const auctionId = PLAYED_AUCTION_ID;
  const reserveCommitment = reserve && commitReserve(sha256, auctionId, reserve);
  return { type: 'listing', seq: 0, auctionId, ...open, reserveCommitment };
}

function play(given: PlayedRules, deeds: readonly Deed[], cancels: boolean) {
  const steps: BidSteps = [[0, 100]];
  const plain = { startKrw: 1000, steps, capKrw: 1_000_000, reserveKrw: null, buyNowKrw: null };
  const hours = { opensAtMs: OPENS_AT_MS, closesAtMs: OPENS_AT_MS + HOUR_MS };
  const rules = { ...plain, extension: 'none' as const, sellerId: 'seller', ...hours, ...given };
  let model = newAuction(rules);
  let atMs = OPENS_AT_MS;
  const happened: Happening[] = [];
  const answers: Played['answers'] = new Map();
  for (const [index, deed] of deeds.entries()) {
    atMs += deed.waitMs;
    const before = model;
    if (deed.kind === 'move') {
      model = moveClosing(model, Math.max(model.closesAtMs, atMs) + deed.overKrw, atMs).state;
      if (model !== before) happened.push(moveOf(model));
      continue;
    }
    const made = bidOf(model, deed, `bid-${index}`);
    const { state, answer } = bid(model, made, atMs);
    model = state;
    if ('refused' in answer) continue;
    answers.set(`${answer.seq}-${answer.raise}`, { answer, made });
    happened.push(bidHappened(before, model, made, answer));
  }
  const cancelsNow = cancels && model.ended === null;
  if (!model.ended) atMs = Math.max(atMs, cancels ? model.lastAtMs : model.closesAtMs);
  const ended = cancelsNow ? { ...model, seq: model.seq + 1 } : close(model, atMs).state;
  happened.push(closingOf(ended, model.ended ? model.lastAtMs : atMs, cancelsNow));
  return { model, happened, answers };
}

function bidOf(model: ModelAuction, { who, kind, overKrw }: Deed, bidId: string): ModelBid {
  const bidder = { bidderId: `bidder-${who}`, bidId };
  const own = model.maxima.find(({ bidderId }) => bidderId === bidder.bidderId);
  const leads = leaderOf(model) === bidder.bidderId;
  const fromKrw = leads && own ? own.maxKrw : (minimumOf(model) ?? model.rules.capKrw);
  const amountKrw = Math.max(1, Math.min(fromKrw + overKrw, model.rules.capKrw));
  if (kind === 'exact') return { ...bidder, kind, amountKrw, confirmed: true };
  return kind === 'auto' ? { ...bidder, kind, maxKrw: amountKrw } : { ...bidder, kind: 'buy-now' };
}

function bidHappened(
  before: ModelAuction,
  after: ModelAuction,
  made: ModelBid,
  answer: Accepted,
): Happening {
  const ordinalOf = (bidderId: string | null) => after.bidderIds.indexOf(bidderId ?? '') + 1;
  const { seq, raise, priceKrw, minimumKrw, acceptedAtMs, closesAtMs, ownMaxKrw } = answer;
  return {
    ...{ type: 'bid', seq, raise, priceKrw, minimumKrw, acceptedAtMs, closesAtMs },
    ...{ kind: made.kind, amountKrw: ownMaxKrw, bidCount: after.bidCount },
    ordinal: ordinalOf(made.bidderId),
    leaderOrdinal: ordinalOf(leaderOf(after)),
    reserve: reserveState(after.rules, after.maxima),
    extended: made.kind !== 'buy-now' && before.closesAtMs !== after.closesAtMs,
  };
}

function moveOf({ seq, raise, lastAtMs: atMs, closesAtMs }: ModelAuction): Happening {
  return { type: 'extended', seq, raise, atMs, closesAtMs, reason: 'operator' };
}

function closingOf(ended: ModelAuction, atMs: number, cancelled: boolean): Happening {
  const { seq, priceKrw, bidCount } = ended;
  const winnerId = cancelled ? null : (ended.ended?.winnerId ?? null);
  return {
    ...{ type: 'closed', seq, raise: 0, priceKrw, bidCount, atMs },
    outcome: cancelled ? 'cancelled' : (ended.ended?.outcome ?? 'unsold'),
    closesAtMs: cancelled ? Math.min(ended.closesAtMs, atMs) : ended.closesAtMs,
    leaderOrdinal: winnerId === null ? null : ended.bidderIds.indexOf(winnerId) + 1,
  };
}
