import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { paymentDefaults } from '../mysql/till-schema.ts';
import { blockEndMs } from '../rules/bidding-blocks.ts';
import type { BlockTerms } from '../rules/bidding-blocks.ts';

const BLOCKED_MAX = 10_000;

/** Who may not bid at `nowMs` for not having paid, and until when in UTC milliseconds. */
export async function findBlocks(
  db: Db | Tx,
  terms: BlockTerms,
  nowMs: number,
): Promise<Map<string, number>> {
  const { bidderId, defaultedAtMs } = paymentDefaults;
  const lately = gt(defaultedAtMs, nowMs - terms.defaultsWithinMs - terms.blockMs);
  const suspects = await db
    .select({ bidderId })
    .from(paymentDefaults)
    .where(lately)
    .groupBy(bidderId)
    .having(
      and(
        sql`count(*) >= ${terms.defaultsMax}`,
        gt(sql`max(${defaultedAtMs})`, nowMs - terms.blockMs),
      ),
    )
    .limit(BLOCKED_MAX + 1);
  if (suspects.length > BLOCKED_MAX) throw new Error(`over ${BLOCKED_MAX} may be blocked`);
  if (suspects.length === 0) return new Map();
  const suspectIds = suspects.map((suspect) => suspect.bidderId);
  const rows = await db
    .select({ bidderId, defaultedAtMs })
    .from(paymentDefaults)
    .where(and(inArray(bidderId, suspectIds), lately));
  const blocks = new Map<string, number>();
  for (const [id, defaults] of Map.groupBy(rows, (row) => row.bidderId)) {
    const untilMs = endOf(defaults, terms, nowMs);
    if (untilMs !== null) blocks.set(id, untilMs);
  }
  return blocks;
}

/** The same for one person: until when, or null for whoever may bid. */
export async function findBlockEnd(
  db: Db | Tx,
  terms: BlockTerms,
  bidder: { bidderId: string; nowMs: number },
): Promise<number | null> {
  const { bidderId, nowMs } = bidder;
  const rows = await db
    .select({ defaultedAtMs: paymentDefaults.defaultedAtMs })
    .from(paymentDefaults)
    .where(
      and(
        eq(paymentDefaults.bidderId, bidderId),
        gt(paymentDefaults.defaultedAtMs, nowMs - terms.defaultsWithinMs - terms.blockMs),
      ),
    );
  return endOf(rows, terms, nowMs);
}

function endOf(
  defaults: readonly { defaultedAtMs: number }[],
  terms: BlockTerms,
  nowMs: number,
): number | null {
  const moments = defaults.map(({ defaultedAtMs }) => defaultedAtMs);
  const untilMs = blockEndMs(moments, terms);
  return untilMs !== null && untilMs > nowMs ? untilMs : null;
}
