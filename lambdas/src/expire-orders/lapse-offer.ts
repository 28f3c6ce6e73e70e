import { endOffer, isOpen, lockOffer } from '@sagopalgo/core/orders/lock-offer.ts';
import type { OfferRow } from '@sagopalgo/core/orders/lock-offer.ts';
import { tellOffer } from '@sagopalgo/core/orders/tell-offer.ts';
import type { Connections } from '../connections.ts';

/** Ends an offer that was not answered in time and tells its bidder; false where it was answered first. */
export async function lapseOffer(
  { db, redis, log, now }: Pick<Connections, 'db' | 'redis' | 'log' | 'now'>,
  which: Pick<OfferRow, 'auctionId' | 'offerId'>,
): Promise<boolean> {
  const nowMs = now();
  const lapsed = await db.transaction(async (tx): Promise<OfferRow | null> => {
    const { offer } = await lockOffer(tx, which);
    if (offer.state !== 'open' || isOpen(offer, nowMs)) return null;
    return await endOffer(tx, offer, { state: 'lapsed', orderId: null, nowMs });
  });
  if (!lapsed) return false;
  log.info('offer.lapsed', { ...which });
  await tellOffer({ redis, log }, lapsed);
  return true;
}
