import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { latestAuctions, partSince, SIGNALS_MAX } from './part.ts';

const AUCTIONS_MIN = 5;
/** Of all that somebody bids on, in hundredths. */
const SHARE_MIN_PERCENT = 70;

/**
 * Who bids on one seller's things and on hardly anything else: in five of that seller's auctions or more, which
 * are seven tenths or more of all in which they bid. A collector does so; and so does a seller's friend.
 */
export function oneSeller(sinceMs: number): SQL {
  return sql`* FROM (
    WITH ${partSince(sinceMs)},
    totals AS (
      SELECT bidder_id, COUNT(*) AS auction_count FROM part GROUP BY bidder_id
    ),
    pairs AS (
      SELECT bidder_id, seller_id, COUNT(*) AS auction_count, SUM(has_won) AS won_count,
             MAX(closes_at_ms) AS last_at_ms, ${latestAuctions(sql`part`)} AS auction_ids
      FROM part
      GROUP BY bidder_id, seller_id
      HAVING COUNT(*) >= ${AUCTIONS_MIN}
    )
    SELECT bidder.nickname AS bidderNickname, seller.nickname AS sellerNickname,
           pairs.auction_count AS auctionCount, totals.auction_count AS ofAuctionCount,
           pairs.won_count AS wonCount, pairs.last_at_ms AS lastAtMs,
           pairs.auction_ids AS auctionIds
    FROM pairs
    JOIN totals ON totals.bidder_id = pairs.bidder_id
    JOIN users bidder ON bidder.user_id = pairs.bidder_id
    JOIN users seller ON seller.user_id = pairs.seller_id
    WHERE pairs.auction_count * 100 >= totals.auction_count * ${SHARE_MIN_PERCENT}
    ORDER BY pairs.auction_count DESC, pairs.last_at_ms DESC, pairs.bidder_id, pairs.seller_id
    LIMIT ${SIGNALS_MAX}
  ) AS found`;
}
