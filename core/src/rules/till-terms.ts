const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BASIS_POINTS = 10_000n;

/** What operators can set of the till. Rates are in hundredths of a percent (500 is 5 %). */
export interface TillTerms {
  /** How long a winner has to pay, from the closing on. */
  payWithinMs: number;
  payLargeWithinMs: number;
  /** From this price on the longer time holds. */
  largeFromKrw: number;
  /** Taken from the seller's proceeds; the rate at listing is the one that counts. */
  feeBp: number;
  /** Comes on top of the price for the buyer; the rate at listing is the one that counts. */
  premiumBp: number;
  offerAcceptWithinMs: number;
  offerPayWithinMs: number;
  /** Not shipped in so many working days: the buyer may cancel. */
  cancelAfterWorkingDays: number;
  /** Not shipped in so many working days: refunded by itself. */
  refundAfterWorkingDays: number;
  /** Nobody says that it arrived: taken for delivered so long after shipping. */
  deliveredAfterMs: number;
  /** 구매확정 by itself, so long after delivery. */
  receivedAfterMs: number;
  /** So many defaults within `defaultsWithinMs` block bidding for `blockMs`. */
  defaultsMax: number;
  defaultsWithinMs: number;
  blockMs: number;
  /** Above it only people with a verified e-mail and a paid history may bid; null: everybody may. */
  provenAboveKrw: number | null;
}

/** The terms until an operator sets others. */
export const DEFAULT_TERMS: TillTerms = {
  payWithinMs: 48 * HOUR_MS,
  payLargeWithinMs: 7 * DAY_MS,
  largeFromKrw: 10_000_000,
  feeBp: 500,
  premiumBp: 0,
  offerAcceptWithinMs: DAY_MS,
  offerPayWithinMs: DAY_MS,
  cancelAfterWorkingDays: 3,
  refundAfterWorkingDays: 7,
  deliveredAfterMs: 14 * DAY_MS,
  receivedAfterMs: 7 * DAY_MS,
  defaultsMax: 2,
  defaultsWithinMs: 90 * DAY_MS,
  blockMs: 30 * DAY_MS,
  provenAboveKrw: null,
};

/** What does not go together in terms: the one to change and why, in Korean; nothing when all is well. */
export function faultsInTerms(terms: TillTerms): { path: string; message: string }[] {
  const checks: [isFault: boolean, path: keyof TillTerms, message: string][] = [
    [
      terms.payLargeWithinMs < terms.payWithinMs,
      'payLargeWithinMs',
      '큰 금액의 결제 기한은 보통 기한보다 짧을 수 없어요.',
    ],
    [
      terms.refundAfterWorkingDays < terms.cancelAfterWorkingDays,
      'refundAfterWorkingDays',
      '자동 환불은 구매자가 취소할 수 있는 날보다 빠를 수 없어요.',
    ],
  ];
  return checks.filter(([isFault]) => isFault).map(([, path, message]) => ({ path, message }));
}

/** When a winner must have paid, in UTC milliseconds. */
export function payByMs(
  closedAtMs: number,
  amountKrw: number,
  terms: Pick<TillTerms, 'payWithinMs' | 'payLargeWithinMs' | 'largeFromKrw'> = DEFAULT_TERMS,
): number {
  const { payWithinMs, payLargeWithinMs, largeFromKrw } = terms;
  return closedAtMs + (amountKrw >= largeFromKrw ? payLargeWithinMs : payWithinMs);
}

/** A rate of an amount in whole won, rounded down. Exact up to the highest bid. */
export function shareKrw(amountKrw: number, rateBp: number): number {
  return Number((BigInt(amountKrw) * BigInt(rateBp)) / BASIS_POINTS);
}
