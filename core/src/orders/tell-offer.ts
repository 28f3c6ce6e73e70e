import { tellPerson } from '../redis/person-messages.ts';
import type { OfferRow } from './lock-offer.ts';
import type { Teller } from './tell-parties.ts';

/**
 * Tells whoever got an offer how it stands; call it once the transaction has committed. What is lost on
 * the way is not told again, as the record says the same to whoever asks: never throws.
 */
export async function tellOffer(
  { redis, log }: Teller,
  { auctionId, offerId, bidderId, amountKrw, acceptByMs, state }: OfferRow,
): Promise<void> {
  try {
    const data = { auctionId, offerId, amountKrw, acceptByMs, offerState: state };
    await tellPerson(redis, bidderId, [{ event: 'offer', data }]);
  } catch (error) {
    log.warn('offer.untold', { offerId, error });
  }
}
