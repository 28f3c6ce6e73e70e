import { and, eq } from 'drizzle-orm';
import { holdHere, isHeldHere } from '@sagopalgo/core/accounts/hold-here.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Offer } from '@sagopalgo/core/contracts/offers.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { offers } from '@sagopalgo/core/mysql/till-schema.ts';
import { endOffer, isOpen, lockOffer } from '@sagopalgo/core/orders/lock-offer.ts';
import type { OfferRow } from '@sagopalgo/core/orders/lock-offer.ts';
import type { AuctionRow } from '@sagopalgo/core/orders/find-runner-up.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { openOrder } from '@sagopalgo/core/orders/open-order.ts';
import { passOn } from '@sagopalgo/core/orders/pass-on.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import { tellOffer } from '@sagopalgo/core/orders/tell-offer.ts';
import { tellParties } from '@sagopalgo/core/orders/tell-parties.ts';
import type { TillTerms } from '@sagopalgo/core/rules/till-terms.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Deps } from '../deps.ts';
import { offerView } from './offer-view.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'gate'>;

type AskedOffer = OfferRow & { sellerId: string };

interface Answered {
  view: Offer;
  offer: OfferRow;
  /** Null where the same answer was given before. */
  order: OrderRow | null;
  isNew: boolean;
}

/**
 * Takes an offer and opens its order; taken again, it is the same. Throws OFFER_NOT_FOUND, OFFER_OVER,
 * BIDDING_BLOCKED and NOT_PROVEN, and UNAUTHENTICATED for somebody who has left meanwhile. Of a seller who has left
 * no offer can be taken: it is over.
 */
export async function accept(deps: Used, bidderId: string, offerId: string): Promise<Offer> {
  const { db, gate, log } = deps;
  const asked = await findOwn(deps, bidderId, offerId);
  // How it stands is told before who may answer it, and again under the lock.
  if (asked.state !== 'accepted') {
    if (!isOpen(asked, deps.now())) throw new RefusalError('OFFER_OVER');
    await gate.admitAt(bidderId, asked.amountKrw);
  }
  const { view, offer, order } = await db.transaction(async (tx) => {
    await holdParties(tx, asked);
    return await take(tx, asked, deps.now());
  });
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

async function findOwn({ db }: Used, bidderId: string, offerId: string): Promise<AskedOffer> {
  const own = and(eq(offers.offerId, offerId), eq(offers.bidderId, bidderId));
  const [row] = await db
    .select({ offer: offers, sellerId: auctions.sellerId })
    .from(offers)
    .innerJoin(auctions, eq(auctions.auctionId, offers.auctionId))
    .where(own);
  if (!row) throw new RefusalError('OFFER_NOT_FOUND');
  return { ...row.offer, sellerId: row.sellerId };
}

// What was taken already is only told again, whoever has left since. The same order for everybody, so that no two
// wait for each other behind somebody who leaves.
async function holdParties(tx: Tx, { bidderId, sellerId, state }: AskedOffer): Promise<void> {
  if (state === 'accepted') return await holdHere(tx, bidderId);
  for (const userId of [bidderId, sellerId].toSorted()) {
    if (userId === bidderId) await holdHere(tx, bidderId);
    else if (!(await isHeldHere(tx, sellerId))) throw new RefusalError('OFFER_OVER');
  }
}

async function take(tx: Tx, asked: OfferRow, nowMs: number): Promise<Answered> {
  return await answer(tx, asked, nowMs, 'accepted', async ({ auction, offer, terms }) => {
    const { bidderId: buyerId, amountKrw, afterAttempt } = offer;
    const payByMs = nowMs + terms.offerPayWithinMs;
    const opened = { auction, attempt: afterAttempt + 1, buyerId, amountKrw, payByMs, nowMs };
    return await openOrder(tx, opened);
  });
}

async function turnDown(tx: Tx, asked: OfferRow, nowMs: number): Promise<Answered> {
  return await answer(tx, asked, nowMs, 'declined', async () => null);
}

// The same answer once more changes nothing; any other to what is over is too late.
async function answer(
  tx: Tx,
  asked: OfferRow,
  nowMs: number,
  state: 'accepted' | 'declined',
  follow: (found: {
    auction: AuctionRow;
    offer: OfferRow;
    terms: TillTerms;
  }) => Promise<OrderRow | null>,
): Promise<Answered> {
  const { auction, offer } = await lockOffer(tx, asked);
  const terms = await readTerms(tx);
  const shown = (row: OfferRow): Offer => offerView(row, auction.premiumBp, { terms, nowMs });
  if (offer.state === state) return { view: shown(offer), offer, order: null, isNew: false };
  if (!isOpen(offer, nowMs)) throw new RefusalError('OFFER_OVER');
  const order = await follow({ auction, offer, terms });
  const ended = await endOffer(tx, offer, { state, orderId: order?.orderId ?? null, nowMs });
  return { view: shown(ended), offer: ended, order, isNew: true };
}
