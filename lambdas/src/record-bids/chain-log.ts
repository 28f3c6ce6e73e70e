import { and, asc, eq, gt } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, bids, chainEntries, closingMoves } from '@sagopalgo/core/mysql/schema.ts';
import type { LogEntry } from '@sagopalgo/core/redis/log-entries.ts';
import { commitReserve } from '@sagopalgo/core/rules/commitments.ts';
import { canonicalEntry, chainHash, chainOn } from '@sagopalgo/core/rules/log-chain.ts';
import type { ChainTip, ListingEntry } from '@sagopalgo/core/rules/log-chain.ts';
import { newNonce, sha256Hex } from '@sagopalgo/core/runtime/digest.ts';

/** An auction's row as it was locked, before what is being recorded changes it. */
export type ChainedRow = typeof auctions.$inferSelect;

/** The chain does not end where the record says; recording this auction stops until somebody looks. */
export class ChainBrokenError extends Error {
  override readonly name = 'ChainBrokenError';
}

/** What goes into the record with the entries that were chained. */
export interface Chained {
  /** The hash of the last entry that has a seq of its own; null when this auction has no chain. */
  chainHash: string | null;
  /** What opens a bid's commitment; null for silent raises and without a chain. */
  nonceOf: (entry: { seq: number; raise: number }) => string | null;
}

/**
 * Chains what is being recorded of an auction, under the lock on its row: the listing when nothing was
 * recorded before, then every entry with a seq. Silent raises and moved closings wait in the record for
 * the next such entry, so they move no hash. An auction that was recorded before there were chains gets
 * none. Throws a ChainBrokenError.
 */
export async function chainRecorded(
  tx: Tx,
  row: ChainedRow,
  fresh: readonly LogEntry[],
): Promise<Chained> {
  // What waits is needed only by an entry that takes it in.
  const isTakenIn = fresh.some(({ raise }) => raise === 0);
  const start = await tipOf(tx, row, isTakenIn);
  if (!start) return { chainHash: null, nonceOf: () => null };
  const { links, tip } = chainOn(start, fresh, { sha256: sha256Hex, nonce: newNonce });
  if (links.length > 0) {
    const { auctionId } = row;
    await tx.insert(chainEntries).values(
      links.map(({ seq, canonical, hash, raisesNonce }) => ({
        ...{ auctionId, seq, canonical, hash, raisesNonce },
      })),
    );
  }
  const nonces = new Map(links.map(({ seq, nonce }) => [seq, nonce]));
  return {
    chainHash: tip.hash,
    nonceOf: ({ seq, raise }) => (raise === 0 ? (nonces.get(seq) ?? null) : null),
  };
}

/**
 * Begins the chain of an auction on which nothing was recorded yet: the rules as they stand, which
 * nobody can change any more once it has opened. Returns the hash of the listing, which the caller
 * keeps in the row; null when it is too late for a chain.
 */
export async function chainListing(tx: Tx, row: ChainedRow): Promise<string | null> {
  if (row.recordedSeq > 0 || row.recordedRaise > 0) return null;
  const { auctionId } = row;
  const canonical = canonicalEntry(listingEntry(await withReserveNonce(tx, row)));
  const hash = chainHash(sha256Hex, null, canonical);
  await tx.insert(chainEntries).values({ auctionId, seq: 0, canonical, hash });
  return hash;
}

/** The listing as it is chained; its closing is that of before anything moved it. */
export function listingEntry(row: ChainedRow): ListingEntry {
  const { auctionId, startKrw, steps, capKrw, buyNowKrw, extension, opensAtMs } = row;
  const { reserveKrw, reserveNonce: nonce } = row;
  const isHidden = reserveKrw !== null && nonce !== null;
  return {
    ...{ type: 'listing', seq: 0, auctionId, startKrw, steps, capKrw, buyNowKrw, extension },
    ...{ opensAtMs, closesAtMs: row.scheduledClosesAtMs },
    reserveCommitment: isHidden ? commitReserve(sha256Hex, auctionId, { reserveKrw, nonce }) : null,
  };
}

async function tipOf(tx: Tx, row: ChainedRow, isTakenIn: boolean): Promise<ChainTip | null> {
  const { auctionId } = row;
  if (row.chainHash === null) {
    const hash = await chainListing(tx, row);
    return hash === null ? null : { auctionId, hash, raisesKrw: [], moves: [] };
  }
  await checkEnd(tx, row);
  const held = isTakenIn ? await waiting(tx, row) : { raisesKrw: [], moves: [] };
  return { auctionId, hash: row.chainHash, ...held };
}

// What somebody else left must be what the row says: one lost or foreign entry is found at once.
async function checkEnd(tx: Tx, { auctionId, recordedSeq, chainHash }: ChainedRow): Promise<void> {
  const [last] = await tx
    .select({ hash: chainEntries.hash })
    .from(chainEntries)
    .where(and(eq(chainEntries.auctionId, auctionId), eq(chainEntries.seq, recordedSeq)));
  const beyond = await tx.$count(
    chainEntries,
    and(eq(chainEntries.auctionId, auctionId), gt(chainEntries.seq, recordedSeq)),
  );
  if (last?.hash === chainHash && beyond === 0) return;
  throw new ChainBrokenError(`the chain of auction ${auctionId} does not end at ${recordedSeq}`);
}

async function waiting(
  tx: Tx,
  { auctionId, recordedSeq, recordedRaise }: ChainedRow,
): Promise<Pick<ChainTip, 'raisesKrw' | 'moves'>> {
  if (recordedRaise === 0) return { raisesKrw: [], moves: [] };
  const raises = await tx
    .select({ amountKrw: bids.amountKrw })
    .from(bids)
    .where(and(eq(bids.auctionId, auctionId), eq(bids.seq, recordedSeq), gt(bids.raise, 0)))
    .orderBy(asc(bids.raise));
  const { closesAtMs, reason, movedAtMs: atMs } = closingMoves;
  const moves = await tx
    .select({ closesAtMs, reason, atMs })
    .from(closingMoves)
    .where(and(eq(closingMoves.auctionId, auctionId), eq(closingMoves.seq, recordedSeq)))
    .orderBy(asc(closingMoves.raise));
  return { raisesKrw: raises.map(({ amountKrw }) => amountKrw), moves };
}

// A reserve that came into the record by another way than the api has no nonce yet.
async function withReserveNonce(tx: Tx, row: ChainedRow): Promise<ChainedRow> {
  if (row.reserveKrw === null || row.reserveNonce !== null) return row;
  const reserveNonce = newNonce();
  await tx.update(auctions).set({ reserveNonce }).where(eq(auctions.auctionId, row.auctionId));
  return { ...row, reserveNonce };
}
