/**
 * How an order stands, from the award to the seller's money. `cancelled` is called off, with what was
 * paid on its way back; `refunded` is when it is back.
 */
export const ORDER_STATES = [
  'awaiting_payment',
  'paying',
  'awaiting_deposit',
  'paid',
  'shipped',
  'delivered',
  'received',
  'paid_out',
  'expired',
  'cancelled',
  'refunded',
  'disputed',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** In these the money of a sale is here, and it has not been called off. */
export const PAID_STATES: OrderState[] = [
  'paid',
  'shipped',
  'delivered',
  'received',
  'paid_out',
  'disputed',
];

/** Who can move an order: the two parties, an operator, or the clock and the bank by our own hands. */
export const ORDER_ACTORS = ['buyer', 'seller', 'operator', 'system'] as const;
export type OrderActor = (typeof ORDER_ACTORS)[number];

/** One row of the table: what moves an order from one state to the next, and who may do it. */
export interface OrderTransition {
  move: string;
  from: OrderState;
  to: OrderState;
  by: readonly OrderActor[];
}

/** Every way that an order may go; what is not here does not happen. */
export const ORDER_TRANSITIONS = [
  { move: 'begin-payment', from: 'awaiting_payment', to: 'paying', by: ['buyer'] },
  { move: 'decline-payment', from: 'paying', to: 'awaiting_payment', by: ['system'] },
  { move: 'await-deposit', from: 'paying', to: 'awaiting_deposit', by: ['system'] },
  // A deposit that lapses, or is called off, leaves the order as payable as before.
  { move: 'lapse-deposit', from: 'awaiting_deposit', to: 'awaiting_payment', by: ['system'] },
  // Money that came although the attempt had been taken for failed is as good as any.
  { move: 'pay', from: 'awaiting_payment', to: 'paid', by: ['system'] },
  { move: 'pay', from: 'paying', to: 'paid', by: ['system'] },
  { move: 'pay', from: 'awaiting_deposit', to: 'paid', by: ['system'] },
  // The bank may take a deposit back that it had told by mistake.
  { move: 'undo-deposit', from: 'paid', to: 'awaiting_deposit', by: ['system'] },
  { move: 'ship', from: 'paid', to: 'shipped', by: ['seller'] },
  {
    move: 'deliver',
    from: 'shipped',
    to: 'delivered',
    by: ['buyer', 'seller', 'operator', 'system'],
  },
  { move: 'receive', from: 'shipped', to: 'received', by: ['buyer'] },
  { move: 'receive', from: 'delivered', to: 'received', by: ['buyer', 'system'] },
  { move: 'pay-out', from: 'received', to: 'paid_out', by: ['system'] },
  { move: 'expire', from: 'awaiting_payment', to: 'expired', by: ['system'] },
  { move: 'expire', from: 'awaiting_deposit', to: 'expired', by: ['system'] },
  { move: 'cancel', from: 'awaiting_payment', to: 'cancelled', by: ['operator'] },
  { move: 'cancel', from: 'awaiting_deposit', to: 'cancelled', by: ['operator'] },
  { move: 'cancel', from: 'paid', to: 'cancelled', by: ['buyer', 'operator', 'system'] },
  { move: 'refund', from: 'cancelled', to: 'refunded', by: ['system'] },
  { move: 'dispute', from: 'paid', to: 'disputed', by: ['operator'] },
  { move: 'dispute', from: 'shipped', to: 'disputed', by: ['buyer', 'operator'] },
  { move: 'dispute', from: 'delivered', to: 'disputed', by: ['buyer', 'operator'] },
  { move: 'dispute', from: 'received', to: 'disputed', by: ['operator'] },
  { move: 'uphold-dispute', from: 'disputed', to: 'cancelled', by: ['operator'] },
  { move: 'settle-dispute', from: 'disputed', to: 'received', by: ['operator'] },
  { move: 'release-dispute', from: 'disputed', to: 'received', by: ['operator'] },
] as const satisfies readonly OrderTransition[];

export type OrderMove = (typeof ORDER_TRANSITIONS)[number]['move'];

export const ORDER_MOVES = [...new Set(ORDER_TRANSITIONS.map(({ move }) => move))] as [
  OrderMove,
  ...OrderMove[],
];

/** Where a move leads from a state for whoever makes it, or null when it may not be made. */
export function orderAfter(
  state: OrderState,
  move: OrderMove,
  actor: OrderActor,
): OrderState | null {
  const row = rows.find((each) => each.move === move && each.from === state);
  return row?.by.includes(actor) ? row.to : null;
}

/** The moves that somebody may make of an order as it stands. */
export function movesOf(state: OrderState, actor: OrderActor): OrderMove[] {
  return ORDER_MOVES.filter((move) => orderAfter(state, move, actor) !== null);
}

const rows: readonly OrderTransition[] = ORDER_TRANSITIONS;
