import type {
  Fault,
  FaultReason,
  NotCheckable,
  Overruled,
  Verdict,
} from '@sagopalgo/core/rules/verdict.ts';

const REASONS: Readonly<Record<FaultReason, string>> = {
  UNREADABLE: 'it is not written as entries are',
  OUT_OF_ORDER: 'entries are missing or swapped before it',
  NO_LISTING: 'it does not begin with the listing',
  NOT_CLOSED: 'it does not end with the closing',
  AFTER_CLOSING: 'it comes after the closing',
  OTHER_AUCTION: 'it is the log of another auction',
  HASH: 'it is not the entry that was chained',
  NOT_OPENED: 'it is not opened, though it has to be',
  COMMITMENT: 'what is opened is not what was committed to',
  HEAD_FORGED: 'it is not a genuine head',
  HEAD_KEY_UNKNOWN: "it is signed by a key that is none of the house's",
  HEAD_OF_OTHER_AUCTION: 'it is of another auction',
  HEAD_NOT_ON_CHAIN: 'the log has been rewritten since it was signed',
  HEAD_BEYOND_LOG: 'the log is shorter than it was when it was signed',
  RECEIPT_FORGED: 'it is not a genuine receipt',
  RECEIPT_KEY_UNKNOWN: "it is signed by a key that is none of the house's",
  RECEIPT_OF_OTHER_AUCTION: 'it is of another auction',
  RECEIPT_BEYOND_LOG: 'the log does not have that bid',
  RECEIPT_DIFFERS: 'the log has another bid in its place',
  RECEIPT_COMMITMENT: 'the log was committed to another maximum',
  OUTCOME_DIFFERS: 'the outcome is not what the closing told, and no operator overruled it',
  OVERRULING_FORGED: 'that an operator overruled the closing is not genuinely signed',
  OVERRULING_KEY_UNKNOWN: "its overruling is signed by a key that is none of the house's",
  OVERRULING_DIFFERS: 'its overruling is of another log, or of another end of it',
  REFUSED: 'the rules would have refused that bid',
  PRICE: 'the price is not what follows by the rules',
  MINIMUM: 'the next minimum is not what follows by the rules',
  LEADER: 'somebody else leads by the rules',
  RESERVE: 'whether the reserve is met is not what follows by the rules',
  CLOSING: 'the closing time is not what follows by the rules',
  MOVE: 'the closing was moved in a way that the rules do not have',
  TIME: 'its time is before what came before it',
  BID_COUNT: 'the number of bids is not what follows by the rules',
  BIDDER: 'there was no such bidder yet',
  RAISES: 'the silent raises before it are not what the rules allow',
  OUTCOME: 'the outcome is not what follows by the rules',
  NO_MAXIMUM_FITS: 'it follows from no maximum that its bidder could have had',
};

const LIMITS: Readonly<Record<NotCheckable, string>> = {
  IDENTITIES: 'who stands behind an alias, and that none of them is the seller',
  REFUSED_BIDS: 'that no bid was wrongly refused or never let in (an accepted one has a receipt)',
  CLOCK: "that the times are true; they are the house's clock",
  KEPT_HEADS: 'that others were shown the same log; give heads that somebody kept with --heads',
  LAST_LEAD: 'the maxima of the last leader, which are never opened; some maximum fits',
  RESERVE: 'the reserve, which is opened only when it was met',
  CONFIRMATIONS: 'that amounts far above the minimum were confirmed by their bidders',
  MOVES: 'that there was reason to move the closing',
  CANCELLATION: 'why it was cancelled',
  OVERRULING: 'that there was reason to overrule what the closing told',
  NO_HEADS: 'that the log was not written anew; there is no signed head',
  UNSIGNED_END: 'that the last entries were not written anew; they are after the newest head',
  SIGNATURES: 'the signatures; there is no Ed25519 here',
  SEALED_RECEIPT: "a receipt's amount, which is sealed; fetch the receipt again, it will open it",
};

/** A verdict in plain words, line by line. */
export function inWords(auctionId: string, verdict: Verdict): string[] {
  if (!verdict.verified) return [`not verified: ${faultInWords(verdict.fault)}`];
  const { entries, bids, opened, heads, receipts } = verdict.checked;
  return [
    `verified: auction ${auctionId}`,
    ...overrulingInWords(verdict.overruled),
    `  ${entries} entries, ${bids} bids (${opened} opened), ${heads} heads, ${receipts} receipts`,
    '  What nobody can see from it:',
    ...verdict.notCheckable.map((code) => `  - ${LIMITS[code]}`),
  ];
}

function overrulingInWords(overruled: Overruled | null): string[] {
  if (overruled === null) return [];
  const { told, atMs } = overruled;
  const when = atMs === null ? '' : ` at ${new Date(atMs).toISOString()}`;
  return [
    `  OVERRULED: the closing told ${told}; an operator cancelled it${when}, as bids that were`,
    '  acknowledged may have been lost. Nobody has won.',
  ];
}

function faultInWords({ what, reason, seq, index = 0 }: Fault): string {
  const about = seq === null ? '' : ` about entry ${seq}`;
  switch (what) {
    case 'log':
      return `the log as a whole: ${REASONS[reason]} (${reason})`;
    case 'entry':
      return `entry ${seq} does not follow: ${REASONS[reason]} (${reason})`;
    default:
      return `${what} ${index + 1}${about}: ${REASONS[reason]} (${reason})`;
  }
}
