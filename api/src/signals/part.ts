import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';

/** The most that a signal lists, the strongest first. */
export const SIGNALS_MAX = 100;

/** The names of auctions that a row has, the latest first, with spaces between them. */
export const IDS_MAX = 20;

/**
 * Common table `part`: one row for each bidder of each auction that closes after `sinceMs`, with whose auction
 * it was, whether it was sold, whether the bidder won it, and whether the bidder led at some time.
 */
export function partSince(sinceMs: number): SQL {
  return sql`
    lately AS (
      SELECT auction_id, seller_id, closes_at_ms, state = 'sold' AS is_sold,
             CASE WHEN state = 'sold' THEN leader_id END AS winner_id
      FROM auctions
      WHERE closes_at_ms >= ${sinceMs}
    ),
    part AS (
      SELECT lately.auction_id, lately.seller_id, lately.closes_at_ms, lately.is_sold,
             bids.bidder_id, COALESCE(lately.winner_id = bids.bidder_id, 0) AS has_won,
             MAX(bids.leader_id = bids.bidder_id) AS has_led
      FROM lately
      JOIN bids ON bids.auction_id = lately.auction_id
      GROUP BY lately.auction_id, lately.seller_id, lately.closes_at_ms, lately.is_sold,
               bids.bidder_id, COALESCE(lately.winner_id = bids.bidder_id, 0)
    )`;
}

/** The auctions of a group, the latest first, as one word; `bare` names their columns' table. */
export function latestAuctions(table: SQL): SQL {
  return sql`SUBSTRING_INDEX(
    GROUP_CONCAT(DISTINCT ${table}.auction_id ORDER BY ${table}.closes_at_ms DESC SEPARATOR ' '),
    ' ', ${sql.raw(String(IDS_MAX))})`;
}

/** What the server gives as decimal strings and words of ids, as numbers and a list. */
export function read<Row extends { auctionIds: string }>(
  row: Row,
): Omit<Row, 'auctionIds'> & { auctionIds: string[] } {
  const numbers = Object.entries(row).map(([key, value]) =>
    key.endsWith('Count') || key.endsWith('Ms') ? [key, Number(value)] : [key, value],
  );
  const { auctionIds } = row;
  return { ...(Object.fromEntries(numbers) as Row), auctionIds: auctionIds.split(' ') };
}
