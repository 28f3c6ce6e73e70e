import { and, eq } from 'drizzle-orm';
import { auctions, bids, chainEntries, chainHeads } from '@sagopalgo/core/mysql/schema.ts';
import { closeAuction } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import { commitReserve } from '@sagopalgo/core/rules/commitments.ts';
import { canonicalEntry, chainHash, chainOn } from '@sagopalgo/core/rules/log-chain.ts';
import type { ListingEntry } from '@sagopalgo/core/rules/log-chain.ts';
import { HEAD_TYP, ISSUER } from '@sagopalgo/core/rules/signed-claims.ts';
import { newNonce, sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import type { Signer } from '@sagopalgo/core/runtime/signing.ts';
import type { Deps } from '../deps.ts';
import { recordBids } from './record-bids.ts';

const ENTRIES_MAX = 1_000;

/** Records and chains what is in an auction's log, as the keeper would, which is no part of this room. */
export async function recordWithChain(
  deps: Pick<Deps, 'db' | 'redis'>,
  auctionId: string,
): Promise<void> {
  const { db, redis } = deps;
  await recordBids(deps, auctionId);
  const listing = await listingOf(db, auctionId);
  const canonical = canonicalEntry(listing);
  const hash = chainHash(sha256Hex, null, canonical);
  const happened = await readLog(redis, auctionId, { seq: 0, raise: 0 }, ENTRIES_MAX);
  const start = { auctionId, hash, raisesKrw: [], moves: [] };
  const { links, tip } = chainOn(start, happened, { sha256: sha256Hex, nonce: newNonce });
  await db
    .insert(chainEntries)
    .values([
      { auctionId, seq: 0, canonical, hash },
      ...links.map((link) => ({ auctionId, ...link })),
    ]);
  for (const { seq, nonce } of links) {
    const visible = and(eq(bids.auctionId, auctionId), eq(bids.seq, seq), eq(bids.raise, 0));
    await db.update(bids).set({ nonce }).where(visible);
  }
  const recordedSeq = links.at(-1)?.seq ?? 0;
  await db
    .update(auctions)
    .set({ recordedSeq, chainHash: tip.hash })
    .where(eq(auctions.auctionId, auctionId));
}

/** Ends an auction as if its closing had come, records and chains it, signs its last head and settles it. */
export async function settleNow(
  deps: Pick<Deps, 'db' | 'redis'> & { signer: Signer },
  auctionId: string,
): Promise<void> {
  const { db, redis, signer } = deps;
  const { state } = auctionKeys(auctionId);
  // Its time never runs backwards, so it is what it was last seen to be.
  await redis.hset(state, 'lastAtMs', String(await redis.hget(state, 'closesAtMs')));
  const closing = await closeAuction(redis, auctionId);
  if (closing.code !== 'CLOSED') throw new Error(`not closed: ${closing.code}`);
  await recordWithChain(deps, auctionId);
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  const [seq, hash, atMs] = [Number(row?.recordedSeq), String(row?.chainHash), Date.now()];
  const jws = await signer.sign(HEAD_TYP, { iss: ISSUER, auctionId, seq, hash, atMs });
  await db.insert(chainHeads).values({ auctionId, seq, hash, jws, signedAtMs: atMs });
  await db
    .update(auctions)
    .set({ state: closing.outcome, closesAtMs: closing.closesAtMs, settledAtMs: atMs })
    .where(eq(auctions.auctionId, auctionId));
}

async function listingOf(db: Deps['db'], auctionId: string): Promise<ListingEntry> {
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (!row) throw new Error('there is no such auction');
  const { startKrw, steps, capKrw, buyNowKrw, extension, opensAtMs, reserveKrw } = row;
  const reserve = reserveKrw === null ? null : { reserveKrw, nonce: String(row.reserveNonce) };
  return {
    ...{ type: 'listing', seq: 0, auctionId, startKrw, steps, capKrw, buyNowKrw, extension },
    ...{ opensAtMs, closesAtMs: row.scheduledClosesAtMs },
    reserveCommitment: reserve && commitReserve(sha256Hex, auctionId, reserve),
  };
}
