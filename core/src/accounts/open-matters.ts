import { and, eq, inArray, notInArray, or } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { auctions } from '../mysql/schema.ts';
import { orders, refunds } from '../mysql/till-schema.ts';
import { UNSETTLED_STATES } from '../rules/auction-states.ts';
import type { OrderState } from '../rules/order-states.ts';

/** As many of each as are named. */
const NAMED_MAX = 20;
/** Nothing is owed any more; money on its way back to the buyer is looked for besides. */
const ENDED: OrderState[] = ['paid_out', 'expired', 'refunded', 'cancelled'];

/** What keeps somebody here, by its kind. */
export interface OpenMatters {
  orders: { orderId: string; role: 'buyer' | 'seller' }[];
  auctions: { auctionId: string; title: string; role: 'seller' | 'leader' }[];
}

/** The orders of somebody that have not ended, and the auctions that they sell in or lead. */
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
  return {
    orders: [...(await openOrders(tx, userId)), ...(await refundedOrders(tx, userId))],
    auctions: own.map(({ sellerId, ...auction }) => ({
      ...auction,
      role: sellerId === userId ? 'seller' : 'leader',
    })),
  };
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
