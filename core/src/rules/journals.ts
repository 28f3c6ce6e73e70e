/**
 * What is booked. `stray` is money that came for an order that had been passed on, `stray-refund` its
 * way back.
 */
export const JOURNAL_KINDS = ['sale', 'refund', 'payout', 'stray', 'stray-refund'] as const;
export type JournalKind = (typeof JOURNAL_KINDS)[number];

/** A line of a journal: a plus is a debit. The lines of one journal add up to 0 won. */
export interface JournalLine {
  account: string;
  amountKrw: number;
}

/** What the parties of a sale have of it, in whole won. */
export interface SaleShares {
  sellerId: string;
  /** The price without the premium. */
  amountKrw: number;
  premiumKrw: number;
  feeKrw: number;
}

export const CASH = 'cash';
export const FEES = 'fees';
export const PREMIUMS = 'premiums';

/** The account of what we owe a seller. */
export function sellerAccount(userId: string): string {
  return `seller:${userId}`;
}

/** The account of what we owe a buyer. */
export function buyerAccount(userId: string): string {
  return `buyer:${userId}`;
}

/** A paid order: the money is here, the seller is owed the price less the fee. */
export function saleLines({ sellerId, amountKrw, premiumKrw, feeKrw }: SaleShares): JournalLine[] {
  return withoutZeros([
    { account: CASH, amountKrw: amountKrw + premiumKrw },
    { account: sellerAccount(sellerId), amountKrw: feeKrw - amountKrw },
    { account: FEES, amountKrw: -feeKrw },
    { account: PREMIUMS, amountKrw: -premiumKrw },
  ]);
}

/**
 * Giving back `refundKrw` of a sale of which `refundedKrw` went back before. Fee and premium go back in
 * proportion to what the buyer has got back in all, rounded down, and with the last won wholly.
 * Throws a RangeError for more than is left.
 */
export function refundLines(
  shares: SaleShares,
  { refundKrw, refundedKrw }: { refundKrw: number; refundedKrw: number },
): JournalLine[] {
  const totalKrw = shares.amountKrw + shares.premiumKrw;
  if (refundKrw < 1 || refundedKrw + refundKrw > totalKrw) {
    throw new RangeError(`${refundKrw} won of ${totalKrw - refundedKrw} left`);
  }
  const backOf = (shareKrw: number): number =>
    portion(shareKrw, refundedKrw + refundKrw, totalKrw) - portion(shareKrw, refundedKrw, totalKrw);
  const feeBackKrw = backOf(shares.feeKrw);
  const premiumBackKrw = backOf(shares.premiumKrw);
  return withoutZeros([
    { account: CASH, amountKrw: -refundKrw },
    {
      account: sellerAccount(shares.sellerId),
      amountKrw: refundKrw - premiumBackKrw - feeBackKrw,
    },
    { account: FEES, amountKrw: feeBackKrw },
    { account: PREMIUMS, amountKrw: premiumBackKrw },
  ]);
}

/** The seller has got what was owed. */
export function payoutLines(sellerId: string, amountKrw: number): JournalLine[] {
  return [
    { account: sellerAccount(sellerId), amountKrw },
    { account: CASH, amountKrw: -amountKrw },
  ];
}

/** Money that came for nothing: it is owed to whoever paid. */
export function strayLines(buyerId: string, amountKrw: number): JournalLine[] {
  return [
    { account: CASH, amountKrw },
    { account: buyerAccount(buyerId), amountKrw: -amountKrw },
  ];
}

/** Such money has gone back. */
export function strayRefundLines(buyerId: string, amountKrw: number): JournalLine[] {
  return [
    { account: buyerAccount(buyerId), amountKrw },
    { account: CASH, amountKrw: -amountKrw },
  ];
}

function portion(shareKrw: number, partKrw: number, totalKrw: number): number {
  return Number((BigInt(shareKrw) * BigInt(partKrw)) / BigInt(totalKrw));
}

function withoutZeros(lines: JournalLine[]): JournalLine[] {
  return lines.filter(({ amountKrw }) => amountKrw !== 0);
}
