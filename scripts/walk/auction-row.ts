import { eq } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';

/** An auction as the record has it; throws when it has none. */
export async function auctionRow(db: Db, auctionId: string): Promise<typeof auctions.$inferSelect> {
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (!row) throw new Error('no such auction');
  return row;
}
