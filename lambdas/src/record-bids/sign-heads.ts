import { inArray, sql } from 'drizzle-orm';
import { auctions, chainHeads } from '@sagopalgo/core/mysql/schema.ts';
import type { Signer } from '@sagopalgo/core/runtime/signing.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { chainEnd, signedHead } from './sign-head.ts';
import type { ChainEnd } from './sign-head.ts';

/**
 * Signs and keeps the heads of many auctions as far as they are recorded, in one go. Returns them by
 * auction; one without a chain has none.
 */
export async function signHeads(
  { db, now }: Pick<Connections, 'db' | 'now'>,
  signer: Signer,
  auctionIds: readonly string[],
): Promise<Map<string, { seq: number; jws: string }>> {
  if (auctionIds.length === 0) return new Map();
  const ends = await readEnds(db, auctionIds);
  const atMs = now();
  const heads = await Promise.all(ends.map((end) => signedHead(signer, end, atMs)));
  if (heads.length > 0) {
    const unchanged = sql`${chainHeads.signedAtMs}`;
    await db
      .insert(chainHeads)
      .values(heads.map(({ atMs: signedAtMs, ...head }) => ({ ...head, signedAtMs })))
      .onDuplicateKeyUpdate({ set: { signedAtMs: unchanged } });
  }
  return new Map(heads.map(({ auctionId, seq, jws }) => [auctionId, { seq, jws }]));
}

async function readEnds(db: Connections['db'], auctionIds: readonly string[]): Promise<ChainEnd[]> {
  const { auctionId, recordedSeq: seq, chainHash: hash } = auctions;
  const rows = await db
    .select({ auctionId, seq, hash })
    .from(auctions)
    .where(inArray(auctionId, [...auctionIds]));
  // On one that nobody has bid on the chain may still have to begin.
  const ends = await tryEvery(rows, async ({ hash, ...end }) =>
    hash === null ? await chainEnd(db, end.auctionId) : { ...end, hash },
  );
  return ends.filter((end) => end !== null);
}
