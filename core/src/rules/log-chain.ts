import type { BidSteps } from './bid-steps.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Canonical } from './canonical-json.ts';
import { commitBid, commitRaises } from './commitments.ts';
import type { SealedKind } from './commitments.ts';

/**
 * The chained log: entry 0 is the listing, entry n what took the seq n. The hash of an entry is
 * SHA-256 over the hash before it (64 hex digits; none before entry 0) and its canonical JSON, so that
 * one hash stands for everything up to it. Signed heads are such hashes, told to everybody every minute.
 *
 * What heads protect: whoever rewrites the record without the signing key cannot sign what they wrote,
 * so any change below the newest head is found. Whoever has the key as well can sign a second history;
 * it is found by anybody who kept a head, a receipt or what a page had shown. What they do not protect:
 * what came after the newest head, up to a minute; bids that were never accepted; bids that the house
 * itself or the seller places under the rules; the moments told, which are the house's own clock; and
 * who stands behind an alias.
 *
 * Bidders appear as ordinals of this auction only. Everything secret is in a commitment that is always
 * there, so no entry and no head tells whether there was a silent raise; those before an entry are
 * chained together with it, so none of them moves a head when it happens.
 */
export type ChainEntry = ListingEntry | BidEntry | ClosingEntry;

/** The rules as they stood when the auction opened. Won and UTC milliseconds. */
export interface ListingEntry {
  type: 'listing';
  seq: 0;
  auctionId: string;
  startKrw: number;
  steps: BidSteps;
  capKrw: number;
  buyNowKrw: number | null;
  /** Null without a reserve. */
  reserveCommitment: string | null;
  extension: 'none' | 'auto';
  opensAtMs: number;
  /** As listed; an outage, an operator or a late bid may move it. */
  closesAtMs: number;
}

/** What an outage or an operator did to the closing between two entries. */
export interface ClosingMove {
  atMs: number;
  closesAtMs: number;
  reason: 'outage' | 'operator';
}

interface Sealed {
  seq: number;
  /** The leader's silent raises since the entry before: one commitment, whether or not there were any. */
  raises: string;
  moves: readonly ClosingMove[];
}

/** One visible bid as everybody saw it. */
export interface BidEntry extends Sealed {
  type: 'bid';
  ordinal: number;
  leaderOrdinal: number;
  priceKrw: number;
  minimumKrw: number | null;
  bidCount: number;
  reserve: 'none' | 'unmet' | 'met';
  acceptedAtMs: number;
  closesAtMs: number;
  extended: boolean;
  /** To kind and maximum. */
  commitment: string;
}

/** How it ended; the last entry. */
export interface ClosingEntry extends Sealed {
  type: 'closed';
  outcome: 'sold' | 'unsold' | 'cancelled';
  priceKrw: number | null;
  /** The winner; null when it is not sold. */
  leaderOrdinal: number | null;
  bidCount: number;
  atMs: number;
  closesAtMs: number;
}

/** What happens in an auction, in the order of the judge's log; a silent raise is a bid with `raise` > 0. */
export type Happening =
  | (Omit<BidEntry, keyof Sealed | 'commitment'> & Place & { kind: SealedKind; amountKrw: number })
  | (Omit<ClosingEntry, keyof Sealed> & Place)
  | (ClosingMove & Place & { type: 'extended' });

interface Place {
  seq: number;
  raise: number;
}

/** Where a chain ends, and what has happened since that the next entry will hold. */
export interface ChainTip {
  auctionId: string;
  hash: string;
  raisesKrw: readonly number[];
  moves: readonly ClosingMove[];
}

/** One entry as it is kept: to the letter what was hashed, and the nonces that open it. */
export interface ChainLink {
  seq: number;
  canonical: string;
  hash: string;
  raisesNonce: string;
  /** Opens the bid's own commitment; null for the closing. */
  nonce: string | null;
}

/** What chaining needs of its surroundings. */
export interface ChainTools {
  /** SHA-256 of a text in lowercase hex. */
  sha256: (text: string) => string;
  /** 16 fresh random bytes in hex, each time others. */
  nonce: () => string;
}

/** The hash of an entry after the entry with `previousHash`; null for the listing. */
export function chainHash<Hash>(
  sha256: (text: string) => Hash,
  previousHash: string | null,
  canonical: string,
): Hash {
  return sha256((previousHash ?? '') + canonical);
}

/** The text of an entry. */
export function canonicalEntry(entry: ChainEntry): string {
  // Interfaces have no index signature, which is all that the cast is about.
  return canonicalJson(entry as unknown as Canonical);
}

/** Chains what happened after `tip`; what has no seq of its own waits in the new tip for the next that has. */
export function chainOn(
  tip: ChainTip,
  happened: readonly Happening[],
  tools: ChainTools,
): { links: ChainLink[]; tip: ChainTip } {
  const links: ChainLink[] = [];
  const { auctionId } = tip;
  let { hash } = tip;
  let raisesKrw = [...tip.raisesKrw];
  let moves = [...tip.moves];
  for (const one of happened) {
    if (one.type === 'extended') moves.push(moveOf(one));
    else if (one.raise > 0 && one.type === 'bid') raisesKrw.push(one.amountKrw);
    else {
      const link = linkOf({ auctionId, hash, raisesKrw, moves }, one, tools);
      links.push(link);
      hash = link.hash;
      raisesKrw = [];
      moves = [];
    }
  }
  return { links, tip: { auctionId, hash, raisesKrw, moves } };
}

function linkOf(
  { auctionId, hash: previousHash, raisesKrw, moves }: ChainTip,
  visible: Exclude<Happening, { type: 'extended' }>,
  { sha256, nonce: newNonce }: ChainTools,
): ChainLink {
  const { seq } = visible;
  const raisesNonce = newNonce();
  const opening = { maximaKrw: raisesKrw, nonce: raisesNonce };
  const sealed = { seq, moves, raises: commitRaises(sha256, { auctionId, seq }, opening) };
  const nonce = visible.type === 'bid' ? newNonce() : null;
  const entry =
    visible.type === 'bid'
      ? bidEntry(visible, sealed, commitmentTo(auctionId, visible, String(nonce), sha256))
      : closingEntry(visible, sealed);
  const canonical = canonicalEntry(entry);
  return { seq, canonical, hash: chainHash(sha256, previousHash, canonical), raisesNonce, nonce };
}

function commitmentTo(
  auctionId: string,
  { seq, kind, amountKrw }: Extract<Happening, { type: 'bid' }>,
  nonce: string,
  sha256: ChainTools['sha256'],
): string {
  return commitBid(sha256, { auctionId, seq }, { kind, maxKrw: amountKrw, nonce });
}

// Named one by one: nothing that is secret can slip into an entry.
function bidEntry(
  bid: Extract<Happening, { type: 'bid' }>,
  sealed: Sealed,
  commitment: string,
): BidEntry {
  return {
    ...{ type: 'bid', ...sealed, commitment },
    ...{ ordinal: bid.ordinal, leaderOrdinal: bid.leaderOrdinal },
    ...{ priceKrw: bid.priceKrw, minimumKrw: bid.minimumKrw, bidCount: bid.bidCount },
    ...{ reserve: bid.reserve, acceptedAtMs: bid.acceptedAtMs },
    ...{ closesAtMs: bid.closesAtMs, extended: bid.extended },
  };
}

function closingEntry(
  closing: Extract<Happening, { type: 'closed' }>,
  sealed: Sealed,
): ClosingEntry {
  const { outcome, priceKrw, leaderOrdinal, bidCount, atMs, closesAtMs } = closing;
  return {
    type: 'closed',
    ...sealed,
    ...{ outcome, priceKrw, leaderOrdinal, bidCount, atMs, closesAtMs },
  };
}

function moveOf({ atMs, closesAtMs, reason }: ClosingMove): ClosingMove {
  return { atMs, closesAtMs, reason };
}
