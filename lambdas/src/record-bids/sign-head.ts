import { and, eq, lt } from 'drizzle-orm';
import type { HeadEvent } from '@sagopalgo/core/contracts/events.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, chainEntries, chainHeads } from '@sagopalgo/core/mysql/schema.ts';
import { HEAD_TYP, ISSUER } from '@sagopalgo/core/rules/signed-claims.ts';
import type { HeadClaims } from '@sagopalgo/core/rules/signed-claims.ts';
import type { Signer } from '@sagopalgo/core/runtime/signing.ts';
import { chainListing } from './chain-log.ts';

/** Joins a kept head to the entry of the chain whose hash it says. */
export const isOfEntry = and(
  eq(chainEntries.auctionId, chainHeads.auctionId),
  eq(chainEntries.seq, chainHeads.seq),
  eq(chainEntries.hash, chainHeads.hash),
);

/** Where an auction's chain ends. */
export interface ChainEnd {
  auctionId: string;
  seq: number;
  hash: string;
}

/**
 * Signs and keeps the head of an auction's chain as far as it is recorded, and begins the chain if
 * nothing has happened yet; only for an auction that has opened. Null when it has no chain.
 */
export async function signHead(
  { db, now }: { db: Db; now: () => number },
  signer: Signer,
  auctionId: string,
): Promise<HeadEvent | null> {
  const end = await chainEnd(db, auctionId);
  if (!end) return null;
  const head = await signedHead(signer, end, now());
  const { seq, hash, atMs: signedAtMs, jws } = head;
  await db
    .insert(chainHeads)
    .values({ auctionId, seq, hash, signedAtMs, jws })
    .onDuplicateKeyUpdate({ set: { seq, hash, jws } });
  // It says all that the older ones for the same end said, and that nothing has happened since.
  await db
    .delete(chainHeads)
    .where(
      and(
        eq(chainHeads.auctionId, auctionId),
        eq(chainHeads.seq, seq),
        eq(chainHeads.hash, hash),
        lt(chainHeads.signedAtMs, signedAtMs),
      ),
    );
  return head;
}

/** The head of a chain that ends there, under the house's signature. */
export async function signedHead(
  signer: Signer,
  { auctionId, seq, hash }: ChainEnd,
  atMs: number,
): Promise<HeadEvent> {
  const claims: HeadClaims = { iss: ISSUER, auctionId, seq, hash, atMs };
  return { auctionId, seq, hash, atMs, jws: await signer.sign(HEAD_TYP, claims) };
}

/** Where an auction's chain ends, which begins with the listing; null when it has none. */
export function chainEnd(db: Db, auctionId: string): Promise<ChainEnd | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(auctions)
      .where(eq(auctions.auctionId, auctionId))
      .for('update');
    if (!row) return null;
    const seq = row.recordedSeq;
    if (row.chainHash !== null) return { auctionId, seq, hash: row.chainHash };
    const hash = await chainListing(tx, row);
    if (hash === null) return null;
    await tx.update(auctions).set({ chainHash: hash }).where(eq(auctions.auctionId, auctionId));
    return { auctionId, seq, hash };
  });
}
