import { canonicalJson } from './canonical-json.ts';

/**
 * Commitments: SHA-256 over the canonical text of what is bound, with a nonce. They hide, because the
 * nonce is 16 random bytes that are never derived from anything nor used twice; and they bind, because
 * the text names the auction, the place in its log and what kind of thing is committed to, so that none
 * can be opened as another's or in another place. All hashes and nonces are lowercase hex.
 *
 * The hash function is handed in: Node has a synchronous one, the browser an asynchronous one.
 */
export const NONCE_BYTES = 16;

/** The kinds of a bid, of which everybody but its bidder learns only after the end. */
export type SealedKind = 'exact' | 'auto' | 'buy-now';

/** What opens a bid: its kind, the highest amount its bidder would pay for it, and the nonce. */
export interface BidOpening {
  kind: SealedKind;
  maxKrw: number;
  nonce: string;
}

/** What opens the leader's silent raises before an entry: each new maximum in turn, or none at all. */
export interface RaisesOpening {
  maximaKrw: readonly number[];
  nonce: string;
}

/** What opens the hidden reserve. */
export interface ReserveOpening {
  reserveKrw: number;
  nonce: string;
}

/** Where in which log a commitment stands. */
export interface CommitmentPlace {
  auctionId: string;
  seq: number;
}

/** Binds a bid to its kind and maximum in won. */
export function commitBid<Hash>(
  sha256: (text: string) => Hash,
  { auctionId, seq }: CommitmentPlace,
  { kind, maxKrw, nonce }: BidOpening,
): Hash {
  return sha256(canonicalJson({ auctionId, commits: 'bid', kind, maxKrw, nonce, seq }));
}

/** Binds the silent raises between the entry before `seq` and that entry, also when there are none. */
export function commitRaises<Hash>(
  sha256: (text: string) => Hash,
  { auctionId, seq }: CommitmentPlace,
  { maximaKrw, nonce }: RaisesOpening,
): Hash {
  return sha256(canonicalJson({ auctionId, commits: 'raises', maximaKrw, nonce, seq }));
}

/** Binds a seller to a hidden reserve in won before anybody can bid. */
export function commitReserve<Hash>(
  sha256: (text: string) => Hash,
  auctionId: string,
  { reserveKrw, nonce }: ReserveOpening,
): Hash {
  return sha256(canonicalJson({ auctionId, commits: 'reserve', nonce, reserveKrw }));
}
