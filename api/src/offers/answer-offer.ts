import { and, eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Offer } from '@sagopalgo/core/contracts/offers.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { offers } from '@sagopalgo/core/mysql/till-schema.ts';
import { endOffer, isOpen, lockOffer } from '@sagopalgo/core/orders/lock-offer.ts';
import type { OfferRow } from '@sagopalgo/core/orders/lock-offer.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { openOrder } from '@sagopalgo/core/orders/open-order.ts';
import { passOn } from '@sagopalgo/core/orders/pass-on.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import { tellOffer } from '@sagopalgo/core/orders/tell-offer.ts';
import { tellParties } from '@sagopalgo/core/orders/tell-parties.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Deps } from '../deps.ts';
import { offerView } from './offer-view.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'gate'>;

interface Answered {
  view: Offer;
  offer: OfferRow;
  /** Null where the same answer was given before. */
  order: OrderRow | null;
  isNew: boolean;
}

/**
 * Takes an offer and opens its order; taken again, it is the same. Throws OFFER_NOT_FOUND, OFFER_OVER,
 * BIDDING_BLOCKED and NOT_PROVEN.
 */
export async function accept(deps: Used, bidderId: string, offerId: string): Promise<Offer> {
  const { db, gate, log } = deps;
  const asked = await findOwn(deps, bidderId, offerId);
  // How it stands is told before who may answer it, and again under the lock.
  if (asked.state !== 'accepted') {
    if (!isOpen(asked, deps.now())) throw new RefusalError('OFFER_OVER');
    await gate.admitAt(bidderId, asked.amountKrw);
  }
  const { view, offer, order } = await db.transaction((tx) => take(tx, asked, deps.now()));
  if (!order) return view;
  log.info('offer.accepted', { offerId, auctionId: offer.auctionId, orderId: order.orderId });
  await tellOffer(deps, offer);
  await tellParties(deps, order);
  return view;
}

/** Turns an offer down, and the next one is asked. Throws OFFER_NOT_FOUND and OFFER_OVER. */
export async function decline(deps: Used, bidderId: string, offerId: string): Promise<Offer> {
  const { db, log } = deps;
  const asked = await findOwn(deps, bidderId, offerId);
  const { view, offer, isNew } = await db.transaction((tx) => turnDown(tx, asked, deps.now()));
  if (!isNew) return view;
  const { auctionId } = offer;
  log.info('offer.declined', { offerId, auctionId });
  await tellOffer(deps, offer);
  // The answer stands; what cannot be done now is done by the sweep within a minute.
  await passOn(deps, auctionId).catch((error: unknown) =>
    log.warn('offer.passed-on-later', { auctionId, error: describeError(error) }),
  );
  return view;
}

async function findOwn({ db }: Used, bidderId: string, offerId: string): Promise<OfferRow> {
  const own = and(eq(offers.offerId, offerId), eq(offers.bidderId, bidderId));
  const [row] = await db.select().from(offers).where(own);
  if (!row) throw new RefusalError('OFFER_NOT_FOUND');
  return row;
}

async function take(tx: Tx, asked: OfferRow, nowMs: number): Promise<Answered> {
  const { auction, offer } = await lockOffer(tx, asked);
  const terms = await readTerms(tx);
  const shown = (row: OfferRow): Offer => offerView(row, auction.premiumBp, { terms, nowMs });
  if (offer.state === 'accepted') {
    return { view: shown(offer), offer, order: null, isNew: false };
  }
  if (!isOpen(offer, nowMs)) throw new RefusalError('OFFER_OVER');
  const { bidderId: buyerId, amountKrw, afterAttempt } = offer;
  const payByMs = nowMs + terms.offerPayWithinMs;
  const opened = { auction, attempt: afterAttempt + 1, buyerId, amountKrw, payByMs, nowMs };
  const order = await openOrder(tx, opened);
  const { orderId } = order;
  const accepted = await endOffer(tx, offer, { state: 'accepted', orderId, nowMs });
  return { view: shown(accepted), offer: accepted, order, isNew: true };
}

async function turnDown(tx: Tx, asked: OfferRow, nowMs: number): Promise<Answered> {
  const { auction, offer } = await lockOffer(tx, asked);
  const terms = await readTerms(tx);
  const shown = (row: OfferRow): Offer => offerView(row, auction.premiumBp, { terms, nowMs });
  if (offer.state === 'declined') {
    return { view: shown(offer), offer, order: null, isNew: false };
  }
  if (!isOpen(offer, nowMs)) throw new RefusalError('OFFER_OVER');
  const declined = await endOffer(tx, offer, { state: 'declined', orderId: null, nowMs });
  return { view: shown(declined), offer: declined, order: null, isNew: true };
}
