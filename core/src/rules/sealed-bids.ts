import type { BidOpening } from './commitments.ts';
import type { BidEntry } from './log-chain.ts';
import { leaderOf, maximumOf } from './reference-state.ts';
import type { ModelAuction, ModelBid } from './reference-state.ts';

/**
 * The auction that an entry met, where the leader's maximum is known from below only. No price passes
 * the leader's maximum, and a higher maximum makes the price the same or higher; so if the entry follows
 * from any, it follows from the lowest that is not below its price.
 */
export function asMet(
  { model, isFloor }: { model: ModelAuction; isFloor: boolean },
  entry: BidEntry,
): ModelAuction {
  const leaderId = leaderOf(model);
  // The leader's own bid follows from the lowest maximum before it, if from any.
  if (!isFloor || leaderId === null || leaderId === String(entry.ordinal)) return model;
  const maxKrw = Math.max(maximumOf(model, leaderId), entry.priceKrw);
  return {
    ...model,
    maxima: model.maxima.map((one) => (one.bidderId === leaderId ? { ...one, maxKrw } : one)),
  };
}

/** What the bidder of an entry sent: what is opened, else the lowest of each kind that could make it. */
export function bidsOf({ ordinal, priceKrw }: BidEntry, opening: BidOpening | null): ModelBid[] {
  const bidder = { bidderId: String(ordinal), bidId: '' };
  if (opening) return [bidOf(bidder, opening)];
  return (['auto', 'exact', 'buy-now'] as const).map((kind) =>
    bidOf(bidder, { kind, maxKrw: priceKrw }),
  );
}

function bidOf(
  bidder: { bidderId: string; bidId: string },
  { kind, maxKrw }: Pick<BidOpening, 'kind' | 'maxKrw'>,
): ModelBid {
  if (kind === 'exact') return { ...bidder, kind, amountKrw: maxKrw, confirmed: true };
  return kind === 'auto' ? { ...bidder, kind, maxKrw } : { ...bidder, kind };
}
