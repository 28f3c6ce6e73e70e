import { and, asc, eq, gt } from 'drizzle-orm';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { listHeads } from '@sagopalgo/core/contracts/proof.ts';
import { auctions, chainHeads } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import { cutPage, readCursor } from '../views/cursor.ts';

const LIST = 'heads';

/** A page of an auction's signed heads, oldest first. Throws AUCTION_NOT_FOUND. */
export async function findHeads(
  { db }: Pick<Deps, 'db'>,
  auctionId: string,
  { cursor, limit }: z.output<typeof listHeads.query>,
): Promise<z.input<typeof listHeads.reply>> {
  const afterMs = readCursor(LIST, cursor)?.key ?? 0;
  const { seq, hash, signedAtMs: atMs, jws } = chainHeads;
  const heads = await db
    .select({ seq, hash, atMs, jws })
    .from(chainHeads)
    .where(and(eq(chainHeads.auctionId, auctionId), gt(atMs, afterMs)))
    .orderBy(asc(atMs))
    .limit(limit + 1);
  if (heads.length === 0) await checkKnown(db, auctionId);
  const page = cutPage(LIST, heads, limit, (head) => ({ key: head.atMs, id: auctionId }));
  return { items: page.rows, nextCursor: page.nextCursor };
}

async function checkKnown(db: Deps['db'], auctionId: string): Promise<void> {
  const known = await db.$count(auctions, eq(auctions.auctionId, auctionId));
  if (known === 0) throw new RefusalError('AUCTION_NOT_FOUND');
}
