import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { latestAuctions, partSince, SIGNALS_MAX } from './part.ts';

const AUCTIONS_MIN = 4;

/**
 * Who bids on one seller's things again and again and never gets one: in four of that seller's auctions or more
 * that were sold, always to somebody else. Those come first who led the most often before another bid more.
 */
export function neverWins(sinceMs: number): SQL {
  return sql`* FROM (
    WITH ${partSince(sinceMs)},
    totals AS (
      SELECT bidder_id, COUNT(*) AS auction_count FROM part GROUP BY bidder_id
    ),
    pairs AS (
      SELECT bidder_id, seller_id, COUNT(*) AS auction_count, SUM(has_led) AS overtaken_count,
             MAX(closes_at_ms) AS last_at_ms, ${latestAuctions(sql`part`)} AS auction_ids
      FROM part
      WHERE is_sold
      GROUP BY bidder_id, seller_id
      HAVING COUNT(*) >= ${AUCTIONS_MIN} AND SUM(has_won) = 0
    )
    SELECT bidder.nickname AS bidderNickname, seller.nickname AS sellerNickname,
           pairs.auction_count AS auctionCount, totals.auction_count AS ofAuctionCount,
           pairs.overtaken_count AS overtakenCount, pairs.last_at_ms AS lastAtMs,
           pairs.auction_ids AS auctionIds
    FROM pairs
    JOIN totals ON totals.bidder_id = pairs.bidder_id
    JOIN users bidder ON bidder.user_id = pairs.bidder_id
    JOIN users seller ON seller.user_id = pairs.seller_id
    ORDER BY pairs.overtaken_count DESC, pairs.auction_count DESC, pairs.last_at_ms DESC,
             pairs.bidder_id, pairs.seller_id
    LIMIT ${SIGNALS_MAX}
  ) AS found`;
}
