import type { OrderState } from './order-states.ts';

/** For so long after its end an order can be talked about; then what was said can be read only. */
export const TALK_AFTER_MS = 14 * 86_400_000;

const OVER: readonly OrderState[] = ['paid_out', 'expired', 'cancelled', 'refunded'];

/** Until when the parties of an order may write to each other; null while it is not over. */
export function talkUntilMs({
  state,
  stateAtMs,
}: {
  state: OrderState;
  stateAtMs: number;
}): number | null {
  return OVER.includes(state) ? stateAtMs + TALK_AFTER_MS : null;
}
