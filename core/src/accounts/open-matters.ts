import { and, eq, exists, inArray, isNull, notInArray, or, sql } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { auctions } from '../mysql/schema.ts';
import { offers, orders, refunds } from '../mysql/till-schema.ts';
import { UNSETTLED_STATES } from '../rules/auction-states.ts';
import type { OrderState } from '../rules/order-states.ts';

/** As many of each as are named. */
const NAMED_MAX = 20;
/** Nothing is owed any more; money on its way back to the buyer, and who is asked next, are looked for besides. */
const ENDED: OrderState[] = ['paid_out', 'expired', 'refunded', 'cancelled'];

/** What keeps somebody here, by its kind. */
export interface OpenMatters {
  orders: { orderId: string; role: 'buyer' | 'seller' }[];
  auctions: { auctionId: string; title: string; role: 'seller' | 'leader' }[];
}

/**
 * The orders of somebody that have not ended, and the auctions that they sell in or lead, those among them in which
 * somebody has a second chance, or may be given one. In a transaction it has to see what others commit meanwhile: it
 * looks in the order in which one becomes the other.
 */
export async function findOpenMatters(tx: Db | Tx, userId: string): Promise<OpenMatters> {
  const own = await tx
    .select({ auctionId: auctions.auctionId, title: auctions.title, sellerId: auctions.sellerId })
    .from(auctions)
    .where(
      and(
        inArray(auctions.state, UNSETTLED_STATES),
        or(eq(auctions.sellerId, userId), eq(auctions.leaderId, userId)),
      ),
    )
    .limit(NAMED_MAX);
  const open = [...(await openOrders(tx, userId)), ...(await refundedOrders(tx, userId))];
  return {
    orders: open,
    auctions: [
      ...own.map(({ sellerId, ...auction }) => ({
        ...auction,
        role: sellerId === userId ? ('seller' as const) : ('leader' as const),
      })),
      ...(await offeredOn(tx, userId)),
    ],
  };
}

// Of what a buyer did not pay for: an offer becomes an order without its seller, who would be gone. One statement, as
// an order that is to be passed on becomes an offer, and an offer that nobody took the other again.
async function offeredOn(tx: Db | Tx, userId: string): Promise<OpenMatters['auctions']> {
  const isOffered = tx
    .select({ one: sql`1` })
    .from(offers)
    .where(and(eq(offers.auctionId, auctions.auctionId), eq(offers.state, 'open')));
  const isToPassOn = and(eq(orders.state, 'expired'), isNull(orders.passedOnAtMs));
  const rows = await tx
    .selectDistinct({ auctionId: auctions.auctionId, title: auctions.title })
    .from(orders)
    .innerJoin(auctions, eq(auctions.auctionId, orders.auctionId))
    .where(and(eq(orders.sellerId, userId), or(isToPassOn, exists(isOffered))))
    .limit(NAMED_MAX);
  return rows.map((auction) => ({ ...auction, role: 'seller' }));
}

async function openOrders(tx: Db | Tx, userId: string): Promise<OpenMatters['orders']> {
  const rows = await tx
    .select({ orderId: orders.orderId, buyerId: orders.buyerId })
    .from(orders)
    .where(
      and(
        notInArray(orders.state, ENDED),
        or(eq(orders.buyerId, userId), eq(orders.sellerId, userId)),
      ),
    )
    .limit(NAMED_MAX);
  return rows.map(({ orderId, buyerId }) => ({
    orderId,
    role: buyerId === userId ? 'buyer' : 'seller',
  }));
}

// The order may have ended long before its money is back.
async function refundedOrders(tx: Db | Tx, userId: string): Promise<OpenMatters['orders']> {
  const rows = await tx
    .selectDistinct({ orderId: orders.orderId })
    .from(refunds)
    .innerJoin(orders, eq(orders.orderId, refunds.orderId))
    .where(
      and(
        eq(orders.buyerId, userId),
        inArray(orders.state, ENDED),
        notInArray(refunds.state, ['done', 'replaced']),
      ),
    )
    .limit(NAMED_MAX);
  return rows.map(({ orderId }) => ({ orderId, role: 'buyer' }));
}
