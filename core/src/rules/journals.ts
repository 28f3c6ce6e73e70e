/**
 * What is booked. `stray` is money that came for an order that had been passed on, `stray-refund` its
 * way back. `loss` is what a seller keeps, or gets, of money that we do not have: ours to bear.
 */
export const JOURNAL_KINDS = ['sale', 'refund', 'payout', 'stray', 'stray-refund', 'loss'] as const;
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
export const LOSSES = 'losses';

/** The account of what we owe a seller. */
export function sellerAccount(userId: string): string {
  return `seller:${userId}`;
}

/** The account of what we owe a buyer. */
export function buyerAccount(userId: string): string {
  return `buyer:${userId}`;
}

/** A paid order: the money is here, the seller is owed the price less the fee. */
export function saleLines(shares: SaleShares): JournalLine[] {
  return linesOf(shares, 1, sharesOf(shares, totalOf(shares)));
}

/**
 * Giving back `refundKrw` of a sale of which `refundedKrw` went back before. What is left of the sale is
 * shared out as the whole was, so that with the last won nothing is left to anybody, and no refund
 * leaves a seller owing us. Throws a RangeError for what is no amount, or more than is left.
 */
export function refundLines(
  shares: SaleShares,
  { refundKrw, refundedKrw }: { refundKrw: number; refundedKrw: number },
): JournalLine[] {
  const leftKrw = totalOf(shares) - refundedKrw;
  const isAmount = Number.isSafeInteger(refundKrw) && Number.isSafeInteger(refundedKrw);
  if (!isAmount || refundedKrw < 0 || refundKrw < 1 || refundKrw > leftKrw) {
    throw new RangeError(`${refundKrw} won of ${leftKrw} left`);
  }
  const before = sharesOf(shares, leftKrw);
  const after = sharesOf(shares, leftKrw - refundKrw);
  return linesOf(shares, -1, {
    sellerKrw: before.sellerKrw - after.sellerKrw,
    feeKrw: before.feeKrw - after.feeKrw,
    premiumKrw: before.premiumKrw - after.premiumKrw,
  });
}

/** The seller has got what was owed. Throws a RangeError for less than a won. */
export function payoutLines(sellerId: string, amountKrw: number): JournalLine[] {
  return moved(sellerAccount(sellerId), CASH, amountKrw);
}

/** Money that came for nothing: it is owed to whoever paid. */
export function strayLines(buyerId: string, amountKrw: number): JournalLine[] {
  return moved(CASH, buyerAccount(buyerId), amountKrw);
}

/** Such money has gone back. */
export function strayRefundLines(buyerId: string, amountKrw: number): JournalLine[] {
  return moved(buyerAccount(buyerId), CASH, amountKrw);
}

/** A seller gets of us what no buyer's money is here for; less than nothing takes such back. */
export function lossLines(sellerId: string, amountKrw: number): JournalLine[] {
  const [to, from] = [LOSSES, sellerAccount(sellerId)];
  return amountKrw < 0 ? moved(from, to, -amountKrw) : moved(to, from, amountKrw);
}

interface Shared {
  sellerKrw: number;
  feeKrw: number;
  premiumKrw: number;
}

// What everybody has of a sale of which the buyer has `leftKrw` not got back: the premium's share of it,
// and the fee's share of the price that then remains, both rounded down in the seller's favour.
function sharesOf(shares: SaleShares, leftKrw: number): Shared {
  const premiumKrw = portion(shares.premiumKrw, leftKrw, totalOf(shares));
  const priceKrw = leftKrw - premiumKrw;
  const feeKrw = portion(shares.feeKrw, priceKrw, shares.amountKrw);
  return { sellerKrw: priceKrw - feeKrw, feeKrw, premiumKrw };
}

function totalOf({ amountKrw, premiumKrw }: SaleShares): number {
  return amountKrw + premiumKrw;
}

// Money in (sign 1) or out of a sale (-1), and whose it was.
function linesOf(
  { sellerId }: SaleShares,
  sign: 1 | -1,
  { sellerKrw, feeKrw, premiumKrw }: Shared,
): JournalLine[] {
  return [
    { account: CASH, amountKrw: sign * (sellerKrw + feeKrw + premiumKrw) },
    { account: sellerAccount(sellerId), amountKrw: -sign * sellerKrw },
    { account: FEES, amountKrw: -sign * feeKrw },
    { account: PREMIUMS, amountKrw: -sign * premiumKrw },
  ].filter(({ amountKrw }) => amountKrw !== 0);
}

function moved(to: string, from: string, amountKrw: number): JournalLine[] {
  if (!Number.isSafeInteger(amountKrw) || amountKrw < 1) {
    throw new RangeError(`${amountKrw} won cannot be moved`);
  }
  return [
    { account: to, amountKrw },
    { account: from, amountKrw: -amountKrw },
  ];
}

// Products of two such amounts are beyond what a number holds exactly.
function portion(shareKrw: number, partKrw: number, totalKrw: number): number {
  return Number((BigInt(shareKrw) * BigInt(partKrw)) / BigInt(totalKrw));
}
