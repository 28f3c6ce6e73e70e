import type { RaisesOpening, SealedKind } from './commitments.ts';
import { hasAtLeast, hasExactly, isAmountKrw, isHash, isId } from './shapes.ts';
import { isListOf, isNonce, isOneOf, isWhole } from './shapes.ts';

/** Who signs, as `iss` says it. */
export const ISSUER = 'sagopalgo';
/** `typ` of what is signed, so that no kind can be passed off as another. */
export const HEAD_TYP = 'sagopalgo-head+jwt';
export const RECEIPT_TYP = 'sagopalgo-receipt+jwt';
export const OVERRULING_TYP = 'sagopalgo-overruling+jwt';

/** How far an auction's log was chained at `atMs`. */
export interface HeadClaims {
  iss: typeof ISSUER;
  auctionId: string;
  seq: number;
  hash: string;
  atMs: number;
}

/** That an operator cancelled an auction whose closing, the end of the log, had told another outcome. */
export interface OverrulingClaims {
  iss: typeof ISSUER;
  auctionId: string;
  /** The closing's own. */
  seq: number;
  hash: string;
  told: 'sold' | 'unsold';
  outcome: 'cancelled';
  /** Acknowledged bids may have been lost; nothing else lets an operator overrule. */
  why: 'interrupted';
  atMs: number;
}

/** One accepted bid, for its bidder. It names no account: whoever shows it decides that. */
export interface ReceiptClaims {
  iss: typeof ISSUER;
  auctionId: string;
  bidId: string;
  seq: number;
  raise: number;
  /** The number in the bidder's alias. */
  ordinal: number;
  kind: SealedKind;
  /** What was asked for: the exact amount, the maximum, or the buy-now price. */
  amountKrw: number;
  priceKrw: number;
  acceptedAtMs: number;
  outcome: 'leading' | 'outbid' | 'raised' | 'bought';
  /** Opens the bid's own commitment; there once the bid is in the record. */
  nonce?: string;
  /** Opens the commitment that a silent raise is in; there once the entry after it is in the record. */
  raises?: RaisesOpening;
}

const isHead = hasAtLeast({
  iss: isOneOf(ISSUER),
  auctionId: isId,
  seq: isWhole,
  hash: isHash,
  atMs: isWhole,
});

const isOverruling = hasAtLeast({
  iss: isOneOf(ISSUER),
  auctionId: isId,
  seq: isWhole,
  hash: isHash,
  told: isOneOf('sold', 'unsold'),
  outcome: isOneOf('cancelled'),
  why: isOneOf('interrupted'),
  atMs: isWhole,
});

const isReceipt = hasAtLeast({
  iss: isOneOf(ISSUER),
  auctionId: isId,
  bidId: isId,
  seq: isWhole,
  raise: isWhole,
  ordinal: isAmountKrw,
  kind: isOneOf('exact', 'auto', 'buy-now'),
  amountKrw: isAmountKrw,
  priceKrw: isAmountKrw,
  acceptedAtMs: isWhole,
  outcome: isOneOf('leading', 'outbid', 'raised', 'bought'),
});
const isRaisesOpening = hasExactly({ nonce: isNonce, maximaKrw: isListOf(isAmountKrw) });

/** The head that a verified payload is, or null. */
export function readHeadClaims(payload: unknown): HeadClaims | null {
  return isHead(payload) ? (payload as HeadClaims) : null;
}

/** The overruling that a verified payload is, or null. */
export function readOverrulingClaims(payload: unknown): OverrulingClaims | null {
  return isOverruling(payload) ? (payload as OverrulingClaims) : null;
}

/** The receipt that a verified payload is, or null. */
export function readReceiptClaims(payload: unknown): ReceiptClaims | null {
  if (!isReceipt(payload)) return null;
  const claims = payload as ReceiptClaims;
  if (claims.nonce !== undefined && !isNonce(claims.nonce)) return null;
  if (claims.raises !== undefined && !isRaisesOpening(claims.raises)) return null;
  return claims;
}
