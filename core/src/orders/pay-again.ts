import type { OrderRow } from './move-order.ts';

const PAY_AGAIN_WITHIN_MS = 86_400_000;

/** Until when an order can be paid whose buyer had reason to think that it was: a day at least. */
export function payAgainByMs({ payByMs }: Pick<OrderRow, 'payByMs'>, nowMs: number): number {
  return Math.max(payByMs, nowMs + PAY_AGAIN_WITHIN_MS);
}
