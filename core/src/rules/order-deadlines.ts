import type { OrderActor, OrderMove, OrderState } from './order-states.ts';
import type { TillTerms } from './till-terms.ts';
import { workingDayDeadlineMs } from './working-days.ts';

/** A seller's word that it arrived counts a day after shipping at the earliest. */
const SELLER_DELIVERS_AFTER_MS = 86_400_000;

/** How an order stands, and since when. */
export interface OrderStanding {
  state: OrderState;
  stateAtMs: number;
}

/** What the deadlines of an order that is paid for depend on. */
export type OrderTerms = Pick<
  TillTerms,
  'cancelAfterWorkingDays' | 'refundAfterWorkingDays' | 'deliveredAfterMs' | 'receivedAfterMs'
>;

/** When time alone changes what becomes of an order, in UTC milliseconds; null where it does not. */
export interface OrderDeadlines {
  cancelFromMs: number | null;
  refundAtMs: number | null;
  deliveredAtMs: number | null;
  receivedAtMs: number | null;
}

/** The deadlines of an order as it stands: none in a dispute, which waits for an operator. */
export function orderDeadlines(order: OrderStanding, terms: OrderTerms): OrderDeadlines {
  const { state, stateAtMs } = order;
  const [isPaid, isShipped] = [state === 'paid', state === 'shipped'];
  return {
    cancelFromMs: isPaid ? workingDayDeadlineMs(stateAtMs, terms.cancelAfterWorkingDays) : null,
    refundAtMs: isPaid ? workingDayDeadlineMs(stateAtMs, terms.refundAfterWorkingDays) : null,
    deliveredAtMs: isShipped ? stateAtMs + terms.deliveredAfterMs : null,
    receivedAtMs: state === 'delivered' ? stateAtMs + terms.receivedAfterMs : null,
  };
}

/** From when on somebody may make a move that the table allows; null where its time is now. */
export function moveFromMs(
  order: OrderStanding,
  move: OrderMove,
  actor: OrderActor,
  terms: OrderTerms,
): number | null {
  const deadlines = orderDeadlines(order, terms);
  switch (`${actor} ${move}`) {
    case 'buyer cancel':
      return deadlines.cancelFromMs;
    case 'system cancel':
      return deadlines.refundAtMs;
    case 'seller deliver':
      return order.state === 'shipped' ? order.stateAtMs + SELLER_DELIVERS_AFTER_MS : null;
    case 'system deliver':
      return deadlines.deliveredAtMs;
    case 'system receive':
      return deadlines.receivedAtMs;
    default:
      return null;
  }
}
