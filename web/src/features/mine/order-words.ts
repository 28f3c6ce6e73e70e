import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';

/** How an order stands, in words. */
export const ORDER_WORDS: Record<OrderState, string> = { awaiting_payment: '결제 대기' };
