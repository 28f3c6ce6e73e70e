import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { PAIR_COLUMNS, tellPairs } from './pairs.ts';

const AUCTIONS_MIN = 4;

/**
 * Who bids on one seller's things again and again and never gets one: in four of that seller's auctions or more
 * that were sold, always to somebody else. Those come first who led the most often before another bid more.
 */
export function neverWins(sinceMs: number): SQL {
  return tellPairs(sinceMs, {
    pairs: sql`
      SELECT ${PAIR_COLUMNS}, SUM(has_led) AS overtaken_count
      FROM part
      WHERE is_sold
      GROUP BY bidder_id, seller_id
      HAVING COUNT(*) >= ${AUCTIONS_MIN} AND SUM(has_won) = 0`,
    told: sql`pairs.overtaken_count AS overtakenCount`,
    order: sql`pairs.overtaken_count DESC, pairs.auction_count DESC`,
  });
}
