import type { Offer } from '@sagopalgo/core/contracts/offers.ts';
import { isOpen } from '@sagopalgo/core/orders/lock-offer.ts';
import type { OfferRow } from '@sagopalgo/core/orders/lock-offer.ts';
import { shareKrw } from '@sagopalgo/core/rules/till-terms.ts';
import type { TillTerms } from '@sagopalgo/core/rules/till-terms.ts';

/** An offer as its bidder sees it: over by time, whether or not the sweep has come by. */
export function offerView(
  offer: OfferRow,
  premiumBp: number,
  { terms, nowMs }: { terms: TillTerms; nowMs: number },
): Offer {
  const { offerId, state, amountKrw, acceptByMs, orderId } = offer;
  return {
    ...{ offerId, amountKrw, acceptByMs, orderId },
    state: state === 'open' && !isOpen(offer, nowMs) ? 'lapsed' : state,
    totalKrw: amountKrw + shareKrw(amountKrw, premiumBp),
    payWithinMs: terms.offerPayWithinMs,
  };
}
