import { randomUUID } from 'node:crypto';
import { and, count, desc, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { users } from '../mysql/schema.ts';
import { offers, orderEvents, orders } from '../mysql/till-schema.ts';
import { noteOffer } from '../notices/auction-notices.ts';
import type { RunnerUp } from '../rules/second-chance.ts';
import type { TillTerms } from '../rules/till-terms.ts';
import { findRunnerUp } from './find-runner-up.ts';
import type { AuctionRow } from './find-runner-up.ts';
import { lockAuction } from './lock-offer.ts';
import type { OfferRow } from './lock-offer.ts';
import { writeOrderEvent } from './move-order.ts';
import type { OrderRow } from './move-order.ts';
import { readTerms } from './read-terms.ts';
import { tellOffer } from './tell-offer.ts';
import { tellSeller } from './tell-parties.ts';
import type { Teller } from './tell-parties.ts';

/** Written down for an expired order when nobody else is asked: the seller may list the thing again. */
export const BACK_TO_SELLER = 'back-to-seller';
const PREFERRED_TOLD = '판매자가 차순위 제안 대신 다시 등록하기를 골랐어요.';
const SELLER_GONE_TOLD = '판매자가 탈퇴해서 차순위 제안을 하지 않았어요.';
const NOBODY_LEFT_TOLD = '차순위 제안을 받을 사람이 더 없어요.';

interface Used extends Teller {
  db: Db;
  log: Teller['log'] & { info: Teller['log']['warn'] };
  now: () => number;
}

type Step =
  | { code: 'offered'; offer: OfferRow }
  | { code: 'returned'; order: OrderRow }
  | { code: 'nothing' };

/**
 * Takes the next step for an auction whose last order has expired: the runner-up is asked, or the thing
 * goes back to its seller, as it does where that one has left, and whoever it concerns is told. `nothing` where an
 * answer is waited for, or the step was taken before: twice at once, or again later, it is taken once.
 */
export async function passOn(deps: Used, auctionId: string): Promise<Step['code']> {
  const { db, log, now } = deps;
  const step = await db.transaction((tx) => takeStep(tx, auctionId, now()));
  if (step.code === 'offered') {
    const { offerId, acceptByMs } = step.offer;
    log.info('offer.made', { auctionId, offerId, acceptByMs });
    await tellOffer(deps, step.offer);
  }
  if (step.code === 'returned') {
    log.info('order.returned', { auctionId, orderId: step.order.orderId });
    await tellSeller(deps, step.order);
  }
  return step.code;
}

/** Whether an expired order's auction has gone back to its seller for good. */
export async function isReturned(db: Db | Tx, orderId: string): Promise<boolean> {
  const said = and(eq(orderEvents.orderId, orderId), eq(orderEvents.event, BACK_TO_SELLER));
  return (await db.$count(orderEvents, said)) > 0;
}

async function takeStep(tx: Tx, auctionId: string, nowMs: number): Promise<Step> {
  const auction = await lockAuction(tx, auctionId);
  const all = await tx
    .select()
    .from(orders)
    .where(eq(orders.auctionId, auctionId))
    .orderBy(desc(orders.attempt));
  await markPassedOn(tx, all, nowMs);
  const [order] = all;
  if (order?.state !== 'expired' || (await isWaiting(tx, order))) return { code: 'nothing' };
  const terms = await readTerms(tx);
  const ending = await endingOf(tx, auction);
  const next = ending ? null : await findRunnerUp(tx, auction, { terms, nowMs });
  if (next) {
    const offer = await makeOffer(tx, { auction, order, next, terms, nowMs });
    return { code: 'offered', offer };
  }
  const { orderId, state } = order;
  const stays = { orderId, event: BACK_TO_SELLER, from: state, to: state };
  const reason = ending ?? NOBODY_LEFT_TOLD;
  await writeOrderEvent(tx, { ...stays, actor: 'system', reason, nowMs });
  return { code: 'returned', order };
}

// Why nobody is to be asked, whoever might be; null when somebody is.
async function endingOf(tx: Tx, { sellerId, onDefault }: AuctionRow): Promise<string | null> {
  // Nobody leaves while there is a step to be taken, so that they need not be held here.
  const hasLeft = and(eq(users.userId, sellerId), isNotNull(users.leftAtMs));
  if ((await tx.$count(users, hasLeft)) > 0) return SELLER_GONE_TOLD;
  return onDefault === 'relist' ? PREFERRED_TOLD : null;
}

// Whichever step is taken now, or was before: no sweep has to look at them again, until an offer ends
// that nobody took.
async function markPassedOn(tx: Tx, all: readonly OrderRow[], nowMs: number): Promise<void> {
  const unmarked = all.filter((each) => each.state === 'expired' && each.passedOnAtMs === null);
  if (unmarked.length === 0) return;
  const orderIds = unmarked.map(({ orderId }) => orderId);
  // By their keys, so that none of the gaps is locked in which the orders of other auctions are added.
  await tx.update(orders).set({ passedOnAtMs: nowMs }).where(inArray(orders.orderId, orderIds));
}

async function isWaiting(tx: Tx, { auctionId, orderId }: OrderRow): Promise<boolean> {
  const open = and(eq(offers.auctionId, auctionId), eq(offers.state, 'open'));
  return (await tx.$count(offers, open)) > 0 || (await isReturned(tx, orderId));
}

async function makeOffer(
  tx: Tx,
  made: {
    auction: AuctionRow;
    order: OrderRow;
    next: RunnerUp;
    terms: TillTerms;
    nowMs: number;
  },
): Promise<OfferRow> {
  const { auction, order, next, terms, nowMs } = made;
  const { auctionId } = auction;
  const [before] = await tx
    .select({ offers: count() })
    .from(offers)
    .where(eq(offers.auctionId, auctionId));
  const offer: OfferRow = {
    ...{ offerId: randomUUID(), auctionId, afterAttempt: order.attempt },
    ...{ number: (before?.offers ?? 0) + 1, ...next, state: 'open' },
    ...{ acceptByMs: nowMs + terms.offerAcceptWithinMs, createdAtMs: nowMs },
    ...{ answeredAtMs: null, orderId: null },
  };
  await tx.insert(offers).values(offer);
  await noteOffer(tx, offer);
  return offer;
}
