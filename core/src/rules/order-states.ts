/** How an order stands. Payment, shipping and second chance add their own states when they come. */
export const ORDER_STATES = ['awaiting_payment'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

const HOUR_MS = 3_600_000;
const LARGE_AMOUNT_KRW = 10_000_000;
const PAY_WITHIN_MS = 48 * HOUR_MS;
const PAY_LARGE_WITHIN_MS = 7 * 24 * HOUR_MS;

/** When a winner must have paid: 48 h after the closing, 7 days from 10,000,000 won up. UTC milliseconds. */
export function payByMs(closedAtMs: number, amountKrw: number): number {
  return closedAtMs + (amountKrw >= LARGE_AMOUNT_KRW ? PAY_LARGE_WITHIN_MS : PAY_WITHIN_MS);
}
