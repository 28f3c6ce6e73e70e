import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { PAIR_COLUMNS, tellPairs } from './pairs.ts';

const AUCTIONS_MIN = 5;
/** Of all that somebody bids on, in hundredths. */
const SHARE_MIN_PERCENT = 70;

/**
 * Who bids on one seller's things and on hardly anything else: in five of that seller's auctions or more, which
 * are seven tenths or more of all in which they bid. A collector does so; and so does a seller's friend.
 */
export function oneSeller(sinceMs: number): SQL {
  return tellPairs(sinceMs, {
    pairs: sql`
      SELECT ${PAIR_COLUMNS}, SUM(has_won) AS won_count
      FROM part
      GROUP BY bidder_id, seller_id
      HAVING COUNT(*) >= ${AUCTIONS_MIN}`,
    told: sql`pairs.won_count AS wonCount`,
    which: sql`pairs.auction_count * 100 >= totals.auction_count * ${SHARE_MIN_PERCENT}`,
    order: sql`pairs.auction_count DESC`,
  });
}
