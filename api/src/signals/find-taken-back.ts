import { and, eq, gte, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/mysql-core';
import { orderEvents } from '@sagopalgo/core/mysql/till-schema.ts';
import { latestAuctions, SIGNALS_MAX } from './part.ts';

const TIMES_MIN = 2;

/**
 * Who wins and then does not take: twice or more they did not pay, or paid and called it off again. It is how a
 * price can be driven up by somebody who never means to buy.
 */
export function takenBack(sinceMs: number): SQL {
  return sql`* FROM (
    WITH taken AS (
      SELECT order_id, 1 AS is_unpaid, 0 AS is_called_off
      FROM payment_defaults
      WHERE defaulted_at_ms >= ${sinceMs}
      UNION
      ${calledOffSince(sinceMs)}
    ),
    totals AS (
      SELECT buyer_id, COUNT(*) AS order_count
      FROM orders
      WHERE created_at_ms >= ${sinceMs}
      GROUP BY buyer_id
    )
    SELECT buyer.nickname AS bidderNickname, MAX(totals.order_count) AS orderCount,
           SUM(taken.is_unpaid) AS unpaidCount, SUM(taken.is_called_off) AS calledOffCount,
           COUNT(DISTINCT orders.seller_id) AS sellerCount,
           MAX(auctions.closes_at_ms) AS lastAtMs, ${latestAuctions(sql`auctions`)} AS auctionIds
    FROM taken
    JOIN orders ON orders.order_id = taken.order_id
    JOIN auctions ON auctions.auction_id = orders.auction_id
    JOIN totals ON totals.buyer_id = orders.buyer_id
    JOIN users buyer ON buyer.user_id = orders.buyer_id
    GROUP BY orders.buyer_id, buyer.nickname
    HAVING COUNT(*) >= ${TIMES_MIN}
    ORDER BY COUNT(*) DESC, lastAtMs DESC, orders.buyer_id
    LIMIT ${SIGNALS_MAX}
  ) AS found`;
}

function calledOffSince(sinceMs: number): SQL {
  const { orderId, actor, event, happenedAtMs } = orderEvents;
  const isCalledOff = and(eq(actor, 'buyer'), gte(happenedAtMs, sinceMs), eq(event, 'cancel'));
  return new QueryBuilder()
    .select({ orderId, isUnpaid: sql`0`, isCalledOff: sql`1` })
    .from(orderEvents)
    .where(isCalledOff)
    .getSQL();
}
