import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { orderEvents } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { BACK_TO_SELLER } from '@sagopalgo/core/orders/pass-on.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import type { AuctionRow } from './auction-rows.ts';

const ID_CHARS = 32;
const NOT_YET = { isRelistable: false, relistedAs: null };

/** Whether a thing may be listed again, and the auction that did so. */
export interface Relisting {
  isRelistable: boolean;
  relistedAs: string | null;
}

/**
 * Whether each of these auctions may be listed again; `lastOrders` holds the orders that count. None of
 * what allows it can turn back into anything else.
 */
export async function findRelistings(
  db: Db,
  rows: readonly AuctionRow[],
  lastOrders: ReadonlyMap<string, OrderRow>,
): Promise<(auctionId: string) => Relisting> {
  const expired = [...lastOrders.values()].filter(({ state }) => state === 'expired');
  const [returned, again] = await Promise.all([
    findReturned(db, expired),
    findListed(
      db,
      rows.map(({ auctionId }) => againId(auctionId)),
    ),
  ]);
  const relistingOf = (row: AuctionRow): Relisting => {
    const id = againId(row.auctionId);
    if (again.has(id)) return { isRelistable: false, relistedAs: id };
    const order = lastOrders.get(row.auctionId) ?? null;
    return isBack(row, order, returned) ? { isRelistable: true, relistedAs: null } : NOT_YET;
  };
  const relistings = new Map(rows.map((row) => [row.auctionId, relistingOf(row)]));
  return (auctionId) => relistings.get(auctionId) ?? NOT_YET;
}

/** The same for the same auction: the record holds one of an id, however often it is asked for. */
export function againId(auctionId: string): string {
  return sha256Hex(`listed again: ${auctionId}`).slice(0, ID_CHARS);
}

function isBack(auction: AuctionRow, order: OrderRow | null, returned: Set<string>): boolean {
  if (auction.state !== 'sold' || !order) return auction.state === 'unsold';
  if (order.state === 'cancelled') return order.paidAtMs === null;
  // While the runner-up is asked, or is about to be, the thing may yet be sold.
  return order.state === 'expired' && returned.has(order.orderId);
}

async function findReturned(db: Db, expired: readonly OrderRow[]): Promise<Set<string>> {
  if (expired.length === 0) return new Set();
  const ids = expired.map(({ orderId }) => orderId);
  const rows = await db
    .select({ orderId: orderEvents.orderId })
    .from(orderEvents)
    .where(and(inArray(orderEvents.orderId, ids), eq(orderEvents.event, BACK_TO_SELLER)));
  return new Set(rows.map(({ orderId }) => orderId));
}

async function findListed(db: Db, auctionIds: readonly string[]): Promise<Set<string>> {
  if (auctionIds.length === 0) return new Set();
  const rows = await db
    .select({ auctionId: auctions.auctionId })
    .from(auctions)
    .where(inArray(auctions.auctionId, [...auctionIds]));
  return new Set(rows.map(({ auctionId }) => auctionId));
}
