/**
 * Why a log is not believed.
 *
 * - UNREADABLE: an entry is not written as entries are. OUT_OF_ORDER, NO_LISTING, NOT_CLOSED,
 *   AFTER_CLOSING: entries are missing, swapped or too many. OTHER_AUCTION: it is another's.
 * - HASH: the entry is not the one that was chained.
 * - NOT_OPENED: what has to be opened is not. COMMITMENT: what is opened is not what was committed to.
 * - HEAD_*, RECEIPT_*: a signed head or a bidder's receipt and the log do not agree, or it is not genuine.
 * - OUTCOME_DIFFERS: what is published is not what the closing told, and no operator overruled it.
 *   OVERRULING_*: that one did is not signed, not genuinely or for another log.
 * - REFUSED: the rules would have refused that bid. PRICE, MINIMUM, LEADER, RESERVE, CLOSING, MOVE,
 *   TIME, BID_COUNT, BIDDER, RAISES, OUTCOME: that is not what follows by the rules.
 *   NO_MAXIMUM_FITS: it follows from no maximum that its bidder could have had.
 */
export const FAULT_REASONS = [
  ...(['UNREADABLE', 'OUT_OF_ORDER', 'NO_LISTING', 'NOT_CLOSED', 'AFTER_CLOSING'] as const),
  ...(['OTHER_AUCTION', 'HASH', 'NOT_OPENED', 'COMMITMENT'] as const),
  ...(['HEAD_FORGED', 'HEAD_KEY_UNKNOWN', 'HEAD_OF_OTHER_AUCTION'] as const),
  ...(['HEAD_NOT_ON_CHAIN', 'HEAD_BEYOND_LOG'] as const),
  ...(['RECEIPT_FORGED', 'RECEIPT_KEY_UNKNOWN', 'RECEIPT_OF_OTHER_AUCTION'] as const),
  ...(['RECEIPT_BEYOND_LOG', 'RECEIPT_DIFFERS', 'RECEIPT_COMMITMENT'] as const),
  ...(['OUTCOME_DIFFERS', 'OVERRULING_FORGED', 'OVERRULING_KEY_UNKNOWN'] as const),
  ...(['OVERRULING_DIFFERS'] as const),
  ...(['REFUSED', 'PRICE', 'MINIMUM', 'LEADER', 'RESERVE', 'CLOSING', 'MOVE', 'TIME'] as const),
  ...(['BID_COUNT', 'BIDDER', 'RAISES', 'OUTCOME', 'NO_MAXIMUM_FITS'] as const),
] as const;
export type FaultReason = (typeof FAULT_REASONS)[number];

/** What nobody can see from a log, however genuine; the first four always, the rest when it applies. */
export const NOT_CHECKABLE = [
  /** Who stands behind an alias, and whether one of them is the seller. */
  'IDENTITIES',
  /** Whether bids were wrongly refused or never let in: only an accepted bid has a receipt. */
  'REFUSED_BIDS',
  /** Whether the moments are true: they are the house's clock. */
  'CLOCK',
  /** Whether others were shown the same heads: none that somebody kept was given. */
  'KEPT_HEADS',
  /** The maxima of the last lead, which are never opened: only that some maximum fits. */
  'LAST_LEAD',
  /** The reserve, which is opened only when it was met. */
  'RESERVE',
  /** Whether an amount far above the minimum was confirmed by its bidder. */
  'CONFIRMATIONS',
  /** Whether there was reason to move the closing. */
  'MOVES',
  /** Why it was cancelled. */
  'CANCELLATION',
  /** Whether there was reason to overrule what the closing told. */
  'OVERRULING',
  /** There is no signed head at all. */
  'NO_HEADS',
  /** The last entries lie beyond the newest signed head. */
  'UNSIGNED_END',
  /** Signatures could not be looked at here: no Ed25519. */
  'SIGNATURES',
  /** A receipt's amount, which is sealed in the log and which the receipt does not open. */
  'SEALED_RECEIPT',
] as const;
export type NotCheckable = (typeof NOT_CHECKABLE)[number];

/** The first thing that is wrong; `index` counts heads or receipts as they were given. */
export interface Fault {
  what: 'log' | 'entry' | 'head' | 'receipt';
  reason: FaultReason;
  /** The entry it is about; null for the log as a whole. */
  seq: number | null;
  index?: number;
}

/** How much was looked at. */
export interface Checked {
  entries: number;
  bids: number;
  opened: number;
  heads: number;
  receipts: number;
}

/** What the closing told, and when an operator cancelled it; null where the signature cannot be read. */
export interface Overruled {
  told: 'sold' | 'unsold' | 'cancelled';
  atMs: number | null;
}

/** What came of verifying a log; `overruled` is null where what the closing told stands. */
export type Verdict =
  | {
      verified: true;
      checked: Checked;
      overruled: Overruled | null;
      notCheckable: NotCheckable[];
    }
  | { verified: false; fault: Fault };

/** Thrown inside the verifier; `verifyLog` makes a verdict of it. */
export class FaultFound extends Error {
  override readonly name = 'FaultFound';
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(`${fault.reason} at ${fault.what} ${fault.seq}`);
    this.fault = fault;
  }
}

/** The entry `seq` does not follow. */
export function atEntry(seq: number, reason: FaultReason): FaultFound {
  return new FaultFound({ what: 'entry', reason, seq });
}
