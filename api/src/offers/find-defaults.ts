import { desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { getMyDefaults } from '@sagopalgo/core/contracts/offers.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { paymentDefaults } from '@sagopalgo/core/mysql/till-schema.ts';
import { findBlockEnd } from '@sagopalgo/core/orders/find-blocks.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import type { Deps } from '../deps.ts';

/** Older ones have long stopped to count. */
const ITEMS_MAX = 50;

/** What somebody won and did not pay, the newest first, and until when they may not bid for it. */
export async function findDefaults(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  bidderId: string,
): Promise<z.output<typeof getMyDefaults.reply>> {
  const terms = await readTerms(db);
  const rows = await db
    .select({
      orderId: paymentDefaults.orderId,
      auctionId: paymentDefaults.auctionId,
      title: auctions.title,
      amountKrw: paymentDefaults.amountKrw,
      defaultedAtMs: paymentDefaults.defaultedAtMs,
    })
    .from(paymentDefaults)
    .innerJoin(auctions, eq(auctions.auctionId, paymentDefaults.auctionId))
    .where(eq(paymentDefaults.bidderId, bidderId))
    .orderBy(desc(paymentDefaults.defaultedAtMs), desc(paymentDefaults.orderId))
    .limit(ITEMS_MAX);
  return {
    items: rows.map((row) => ({
      ...row,
      countsUntilMs: row.defaultedAtMs + terms.defaultsWithinMs,
    })),
    defaultsMax: terms.defaultsMax,
    blockedUntilMs: await findBlockEnd(db, terms, { bidderId, nowMs: now() }),
  };
}
