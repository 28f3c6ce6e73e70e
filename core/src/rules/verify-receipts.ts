import { commitBid, commitRaises } from './commitments.ts';
import type { BidEntry } from './log-chain.ts';
import { readReceiptClaims, RECEIPT_TYP } from './signed-claims.ts';
import type { ReceiptClaims } from './signed-claims.ts';
import { FaultFound } from './verdict.ts';
import type { FaultReason, NotCheckable } from './verdict.ts';
import type { ReadEntry, VerifierTools } from './verify-log.ts';

/** What the receipts said; the entries with what they open beside. */
export interface ReceiptsSeen {
  verified: number;
  notCheckable: NotCheckable[];
  entries: readonly ReadEntry[];
}

/**
 * Checks that every receipt is genuine and that the log says what it says. A receipt opens its own bid,
 * so that the winner can have the log replayed with the true maximum.
 */
export async function verifyReceipts(
  auctionId: string,
  published: readonly ReadEntry[],
  { sha256, verifyJws, receipts = [] }: VerifierTools,
): Promise<ReceiptsSeen> {
  const entries = [...published];
  const notCheckable: NotCheckable[] = [];
  let verified = 0;
  for (const [index, jws] of receipts.entries()) {
    const fault = (reason: FaultReason, seq: number | null = null) =>
      new FaultFound({ what: 'receipt', reason, seq, index });
    const checked = await verifyJws(jws, RECEIPT_TYP);
    if (checked.outcome === 'unsupported') {
      notCheckable.push('SIGNATURES');
      continue;
    }
    if (checked.outcome === 'unknown-key') throw fault('RECEIPT_KEY_UNKNOWN');
    const claims = checked.outcome === 'genuine' ? readReceiptClaims(checked.payload) : null;
    if (!claims) throw fault('RECEIPT_FORGED');
    const { seq, raise } = claims;
    if (claims.auctionId !== auctionId) throw fault('RECEIPT_OF_OTHER_AUCTION', seq);
    const at = entries[seq]?.entry;
    const after = entries[seq + 1];
    if (!at || !after) throw fault('RECEIPT_BEYOND_LOG', seq);
    const agrees =
      at.type === 'bid' &&
      (raise === 0 ? isThatBid(claims, at, entries) : isThatRaise(claims, at, after));
    if (!agrees) throw fault('RECEIPT_DIFFERS', seq);
    const opened = raise === 0 ? openBid(claims, entries) : openRaises(claims, entries);
    if (!opened) notCheckable.push('SEALED_RECEIPT');
    else if (!(await isCommitted(sha256, claims, entries))) throw fault('RECEIPT_COMMITMENT', seq);
    verified += 1;
  }
  return { verified, notCheckable, entries };
}

function isThatBid(claims: ReceiptClaims, at: BidEntry, entries: readonly ReadEntry[]): boolean {
  const opening = entries[claims.seq]?.bid;
  return (
    at.ordinal === claims.ordinal &&
    at.priceKrw === claims.priceKrw &&
    at.acceptedAtMs === claims.acceptedAtMs &&
    outcomeOf(at, entries) === claims.outcome &&
    (!opening || (opening.kind === claims.kind && opening.maxKrw === claims.amountKrw))
  );
}

function isThatRaise(claims: ReceiptClaims, at: BidEntry, { entry, raises }: ReadEntry): boolean {
  if (entry.type === 'listing') return false;
  const untilMs = entry.type === 'bid' ? entry.acceptedAtMs : entry.atMs;
  const { acceptedAtMs, amountKrw } = claims;
  const isCounted = !raises || claims.raise <= raises.maximaKrw.length + entry.moves.length;
  return (
    claims.kind === 'auto' &&
    claims.outcome === 'raised' &&
    at.leaderOrdinal === claims.ordinal &&
    at.priceKrw === claims.priceKrw &&
    acceptedAtMs >= at.acceptedAtMs &&
    acceptedAtMs <= untilMs &&
    isCounted &&
    [raises, claims.raises].every((opened) => !opened || opened.maximaKrw.includes(amountKrw))
  );
}

function outcomeOf(at: BidEntry, entries: readonly ReadEntry[]): ReceiptClaims['outcome'] {
  const before = entries[at.seq - 1]?.entry;
  const after = entries[at.seq + 1]?.entry;
  const isBought = after?.type === 'closed' && at.closesAtMs === at.acceptedAtMs;
  if (isBought) return 'bought';
  if (at.leaderOrdinal !== at.ordinal) return 'outbid';
  const ledBefore = before?.type === 'bid' && before.leaderOrdinal === at.ordinal;
  return ledBefore ? 'raised' : 'leading';
}

// False when neither the log nor the receipt opens it.
function openBid({ seq, kind, amountKrw, nonce }: ReceiptClaims, entries: ReadEntry[]): boolean {
  const at = entries[seq];
  if (!at || at.bid) return at !== undefined;
  if (nonce === undefined) return false;
  entries[seq] = { ...at, bid: { kind, maxKrw: amountKrw, nonce } };
  return true;
}

function openRaises({ seq, raises }: ReceiptClaims, entries: ReadEntry[]): boolean {
  const after = entries[seq + 1];
  if (!after || after.raises) return after !== undefined;
  if (raises === undefined) return false;
  entries[seq + 1] = { ...after, raises };
  return true;
}

async function isCommitted(
  sha256: VerifierTools['sha256'],
  { auctionId, seq, raise }: ReceiptClaims,
  entries: readonly ReadEntry[],
): Promise<boolean> {
  if (raise === 0) {
    const at = entries[seq];
    if (!at?.bid || at.entry.type !== 'bid') return false;
    return (await commitBid(sha256, { auctionId, seq }, at.bid)) === at.entry.commitment;
  }
  const after = entries[seq + 1];
  if (!after?.raises || after.entry.type === 'listing') return false;
  const place = { auctionId, seq: seq + 1 };
  return (await commitRaises(sha256, place, after.raises)) === after.entry.raises;
}
