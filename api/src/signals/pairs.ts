import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { latestAuctions, partSince, SIGNALS_MAX } from './part.ts';

/** What `pairs` has of a bidder and a seller in any case: in how many auctions they met, when last, and in which. */
export const PAIR_COLUMNS = sql`bidder_id, seller_id, COUNT(*) AS auction_count, MAX(closes_at_ms) AS last_at_ms,
             ${latestAuctions(sql`part`)} AS auction_ids`;

interface Pairs {
  /** Common table `pairs`, made of `part`: `PAIR_COLUMNS` and what this signal alone counts. */
  pairs: SQL;
  /** What is told of a pair that this signal alone counts. */
  told: SQL;
  /** Which of them, where that follows from in how many auctions the bidder was at all (`totals`). */
  which?: SQL;
  /** The strongest first. */
  order: SQL;
}

/** The query of a signal about pairs of a bidder and a seller, each told by name. */
export function tellPairs(sinceMs: number, { pairs, told, which = sql`TRUE`, order }: Pairs): SQL {
  return sql`* FROM (
    WITH ${partSince(sinceMs)},
    totals AS (
      SELECT bidder_id, COUNT(*) AS auction_count FROM part GROUP BY bidder_id
    ),
    pairs AS (${pairs})
    SELECT bidder.nickname AS bidderNickname, seller.nickname AS sellerNickname,
           pairs.auction_count AS auctionCount, totals.auction_count AS ofAuctionCount,
           ${told}, pairs.last_at_ms AS lastAtMs, pairs.auction_ids AS auctionIds
    FROM pairs
    JOIN totals ON totals.bidder_id = pairs.bidder_id
    JOIN users bidder ON bidder.user_id = pairs.bidder_id
    JOIN users seller ON seller.user_id = pairs.seller_id
    WHERE ${which}
    ORDER BY ${order}, pairs.last_at_ms DESC, pairs.bidder_id, pairs.seller_id
    LIMIT ${SIGNALS_MAX}
  ) AS found`;
}
