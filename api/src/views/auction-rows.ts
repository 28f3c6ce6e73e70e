import { and, eq, getTableColumns, gt, inArray, lt, or } from 'drizzle-orm';
import type { AnyColumn, SQL } from 'drizzle-orm';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import type { Place } from './cursor.ts';

/** An auction's record with what else of the record people see of it. */
export type AuctionRow = typeof auctions.$inferSelect & { sellerNickname: string };

/** Auctions with their sellers' names; add `where`, `orderBy` and `limit`. */
export function selectAuctions(db: Deps['db']) {
  return db
    .select({ ...getTableColumns(auctions), sellerNickname: users.nickname })
    .from(auctions)
    .innerJoin(users, eq(users.userId, auctions.sellerId))
    .$dynamic();
}

/** One auction's record, or null. */
export async function findAuction(db: Deps['db'], auctionId: string): Promise<AuctionRow | null> {
  const [row] = await selectAuctions(db).where(eq(auctions.auctionId, auctionId));
  return row ?? null;
}

/** The records of these auctions, by id. */
export async function findAuctions(
  db: Deps['db'],
  auctionIds: readonly string[],
): Promise<Map<string, AuctionRow>> {
  if (auctionIds.length === 0) return new Map();
  const rows = await selectAuctions(db).where(inArray(auctions.auctionId, [...auctionIds]));
  return new Map(rows.map((row) => [row.auctionId, row]));
}

/** What comes after `place` when sorted by `key` and, where that is the same, by `id`. */
export function after(
  place: Place | null,
  direction: 'ascending' | 'descending',
  key: AnyColumn,
  id: AnyColumn,
): SQL | undefined {
  if (!place) return undefined;
  const beyond = direction === 'ascending' ? gt : lt;
  return or(beyond(key, place.key), and(eq(key, place.key), beyond(id, place.id)));
}
