import { canonicalEntry, chainHash, chainOn } from '@sagopalgo/core/rules/log-chain.ts';
import type { ChainLink, Happening } from '@sagopalgo/core/rules/log-chain.ts';
import type { AuctionToOpen } from '@sagopalgo/core/redis/to-open.ts';
import { newNonce, sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import type { BidRow } from './demo-history.ts';

/** An entry as the record keeps it. */
type KeptLink = Omit<ChainLink, 'raisesNonce'> & { auctionId: string; raisesNonce: string | null };

/** The chained log of an ended auction without a reserve, from its listing to its closing. */
export function chainHistory(
  auction: AuctionToOpen,
  history: readonly BidRow[],
): { links: KeptLink[]; chainHash: string } {
  const { auctionId, startKrw, steps, capKrw, buyNowKrw, extension } = auction;
  const { opensAtMs, closesAtMs } = auction;
  const rules = { startKrw, steps, capKrw, buyNowKrw, reserveCommitment: null, extension };
  const hours = { opensAtMs, closesAtMs };
  const canonical = canonicalEntry({ type: 'listing', seq: 0, auctionId, ...rules, ...hours });
  const hash = chainHash(sha256Hex, null, canonical);
  const start = { auctionId, hash, raisesKrw: [], moves: [] };
  const tools = { sha256: sha256Hex, nonce: newNonce };
  const { links, tip } = chainOn(start, happenings(history, closesAtMs), tools);
  const listing = { auctionId, seq: 0, canonical, hash, nonce: null, raisesNonce: null };
  return {
    links: [listing, ...links.map((link) => ({ auctionId, ...link }))],
    chainHash: tip.hash,
  };
}

function happenings(history: readonly BidRow[], closesAtMs: number): Happening[] {
  const told = history.map((bid, index): Happening => {
    const { seq, raise, ordinal, priceKrw, acceptedAtMs, kind, amountKrw } = bid;
    const standing = { priceKrw, minimumKrw: bid.minimumKrw ?? null, bidCount: index + 1 };
    const moments = { acceptedAtMs, closesAtMs, extended: false };
    const bidder = { ordinal, leaderOrdinal: ordinal, kind, amountKrw };
    return { type: 'bid', seq, raise, ...bidder, ...standing, reserve: 'none', ...moments };
  });
  const last = history.at(-1);
  const ending = { priceKrw: last?.priceKrw ?? null, leaderOrdinal: last?.ordinal ?? null };
  const outcome = last ? 'sold' : 'unsold';
  const place = { seq: history.length + 1, raise: 0, bidCount: history.length };
  return [...told, { type: 'closed', outcome, ...place, ...ending, atMs: closesAtMs, closesAtMs }];
}
