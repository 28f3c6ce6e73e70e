import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { latestAuctions, partSince, SIGNALS_MAX } from './part.ts';

/** What more accounts have in common is a school's, an office's or a carrier's. */
const ACCOUNTS_MAX = 10;

/**
 * Who bids on a thing, and shares a browser, a network, an address or a bank account with its seller or with
 * another who bids on it. What more than ten accounts have in common says nothing of any two of them.
 */
export function sharers(sinceMs: number): SQL {
  return sql`* FROM (
    WITH ${partSince(sinceMs)},
    traces AS (${tracesSince(sinceMs)}),
    rare AS (
      SELECT kind, trace
      FROM traces
      GROUP BY kind, trace
      HAVING COUNT(DISTINCT user_id) BETWEEN 2 AND ${ACCOUNTS_MAX}
    ),
    pairs AS (
      SELECT DISTINCT mine.user_id AS one_id, theirs.user_id AS other_id, mine.kind
      FROM rare
      JOIN traces mine ON mine.kind = rare.kind AND mine.trace = rare.trace
      JOIN traces theirs ON theirs.kind = rare.kind AND theirs.trace = rare.trace
      WHERE mine.user_id <> theirs.user_id
    ),
    met AS (
      SELECT pairs.one_id, pairs.other_id, pairs.kind, 'seller' AS other_is,
             part.auction_id, part.closes_at_ms
      FROM pairs
      JOIN part ON part.bidder_id = pairs.one_id AND part.seller_id = pairs.other_id
      UNION ALL
      SELECT pairs.one_id, pairs.other_id, pairs.kind, 'bidder', part.auction_id, part.closes_at_ms
      FROM pairs
      JOIN part ON part.bidder_id = pairs.one_id
      JOIN part beside
        ON beside.auction_id = part.auction_id AND beside.bidder_id = pairs.other_id
      WHERE pairs.one_id < pairs.other_id
    )
    SELECT bidder.nickname AS bidderNickname, another.nickname AS otherNickname,
           met.other_is AS other,
           GROUP_CONCAT(DISTINCT met.kind ORDER BY met.kind SEPARATOR ' ') AS shares,
           COUNT(DISTINCT met.auction_id) AS auctionCount, MAX(met.closes_at_ms) AS lastAtMs,
           ${latestAuctions(sql`met`)} AS auctionIds
    FROM met
    JOIN users bidder ON bidder.user_id = met.one_id
    JOIN users another ON another.user_id = met.other_id
    GROUP BY met.one_id, met.other_id, met.other_is, bidder.nickname, another.nickname
    ORDER BY COUNT(DISTINCT met.kind) DESC, auctionCount DESC, lastAtMs DESC, met.one_id, met.other_id
    LIMIT ${SIGNALS_MAX}
  ) AS found`;
}

// Money goes to the account of who sells, and back to the account of who bought.
function tracesSince(sinceMs: number): SQL {
  const sent = sql`order_addresses sent JOIN orders ON orders.order_id = sent.order_id`;
  return sql`
      SELECT user_id, kind, trace_hash AS trace
      FROM sign_in_traces
      WHERE last_seen_at_ms >= ${sinceMs}
      UNION
      SELECT orders.buyer_id, 'delivery', sent.phone
      FROM ${sent}
      WHERE sent.changed_at_ms >= ${sinceMs}
      UNION
      SELECT orders.buyer_id, 'delivery',
             CONCAT_WS(' ', sent.postcode, sent.line1, COALESCE(sent.line2, ''))
      FROM ${sent}
      WHERE sent.changed_at_ms >= ${sinceMs}
      UNION
      SELECT user_id, 'account', account_number
      FROM payout_accounts
      UNION
      SELECT orders.buyer_id, 'account',
             JSON_UNQUOTE(JSON_EXTRACT(refunds.receive_account, '$.accountNumber'))
      FROM refunds
      JOIN orders ON orders.order_id = refunds.order_id
      WHERE refunds.receive_account IS NOT NULL AND refunds.created_at_ms >= ${sinceMs}`;
}
