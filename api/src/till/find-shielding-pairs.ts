import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { listShieldingPairs } from '@sagopalgo/core/contracts/till.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';

const TIMES_MIN = 2;
const PAIRS_MAX = 100;
const MEETINGS_MAX = 1_000;

type Pair = z.output<typeof listShieldingPairs.reply>['items'][number];

/**
 * Who did not pay and who came after, in the same auction, more than once: a high bid that is never paid
 * may have been there to keep others away from a friend's. Those that met most often come first.
 */
export async function findShieldingPairs(db: Db): Promise<Pair[]> {
  const [rows] = await db.execute(sql`
    WITH meetings AS (
      SELECT d.auction_id, d.bidder_id AS defaulter_id, offered.bidder_id AS runner_up_id,
             d.defaulted_at_ms
      FROM payment_defaults d
      JOIN orders unpaid ON unpaid.order_id = d.order_id
      JOIN offers offered
        ON offered.auction_id = d.auction_id AND offered.after_attempt = unpaid.attempt
      UNION
      SELECT d.auction_id, d.bidder_id, following.buyer_id, d.defaulted_at_ms
      FROM payment_defaults d
      JOIN orders unpaid ON unpaid.order_id = d.order_id
      JOIN orders following
        ON following.auction_id = d.auction_id AND following.attempt = unpaid.attempt + 1
    ),
    pairs AS (
      SELECT defaulter_id, runner_up_id, COUNT(DISTINCT auction_id) AS times,
             MAX(defaulted_at_ms) AS last_at_ms
      FROM meetings
      GROUP BY defaulter_id, runner_up_id
      HAVING COUNT(DISTINCT auction_id) >= ${TIMES_MIN}
      ORDER BY times DESC, last_at_ms DESC
      LIMIT ${PAIRS_MAX}
    )
    SELECT pairs.defaulter_id AS defaulterId, pairs.runner_up_id AS runnerUpId,
           defaulter.nickname AS defaulterNickname, runner_up.nickname AS runnerUpNickname,
           pairs.times, pairs.last_at_ms AS lastAtMs, meetings.auction_id AS auctionId
    FROM pairs
    JOIN meetings
      ON meetings.defaulter_id = pairs.defaulter_id AND meetings.runner_up_id = pairs.runner_up_id
    JOIN users defaulter ON defaulter.user_id = pairs.defaulter_id
    JOIN users runner_up ON runner_up.user_id = pairs.runner_up_id
    ORDER BY pairs.times DESC, pairs.last_at_ms DESC, pairs.defaulter_id, pairs.runner_up_id,
             meetings.defaulted_at_ms DESC
    LIMIT ${MEETINGS_MAX}
  `);
  const pairs = new Map<string, Pair>();
  for (const meeting of rows as unknown as Meeting[]) {
    const { defaulterId, runnerUpId, auctionId, ...said } = meeting;
    const key = `${defaulterId} ${runnerUpId}`;
    const pair = pairs.get(key) ?? { ...said, auctionIds: [] };
    if (!pair.auctionIds.includes(auctionId)) pair.auctionIds.push(auctionId);
    pairs.set(key, pair);
  }
  return [...pairs.values()];
}

type Meeting = Omit<Pair, 'auctionIds'> & {
  defaulterId: string;
  runnerUpId: string;
  auctionId: string;
};
