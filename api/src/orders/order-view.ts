import { CARRIERS } from '@sagopalgo/core/contracts/orders.ts';
import type { Carrier, Order } from '@sagopalgo/core/contracts/orders.ts';
import type { RefundState } from '@sagopalgo/core/contracts/payments.ts';
import { pictureView } from '@sagopalgo/core/images/picture.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { BACK_TO_SELLER } from '@sagopalgo/core/orders/pass-on.ts';
import { paymentView } from '@sagopalgo/core/orders/payment-view.ts';
import { CAME_BACK_EVENT } from '@sagopalgo/core/orders/stand-still.ts';
import { FEES, refundLines, sellerAccount } from '@sagopalgo/core/rules/journals.ts';
import { orderDeadlines } from '@sagopalgo/core/rules/order-deadlines.ts';
import { ORDER_MOVES, PAID_STATES } from '@sagopalgo/core/rules/order-states.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { movesNow } from './moves-now.ts';
import type { TermsNow } from './moves-now.ts';
import { namesIn, orderFields } from './order-fields.ts';
import type { NamedOrder, OrderPapers } from './read-order.ts';
import type { ViewerRole } from './viewer-role.ts';

const WITHOUT_SALE: readonly OrderState[] = ['expired', 'cancelled', 'refunded'];
/** How a payment went is between the buyer and us; that it was made is told to the seller too. */
const BUYERS_EVENTS: readonly string[] = [
  'begin-payment',
  'decline-payment',
  'await-deposit',
  'lapse-deposit',
];
const SELLERS_EVENTS: readonly string[] = [
  ...ORDER_MOVES,
  // Money that came after the order had gone is told to both: its way back stands among the refunds.
  ...['shipment-changed', 'refund-opened', 'refund-retried', 'payment-stands-still'],
  ...['payment-passed-on', CAME_BACK_EVENT, BACK_TO_SELLER],
];
const GIVES_NOTHING: readonly RefundState[] = ['refused', 'replaced'];

/** What an order is shown from, beside itself. */
export interface OrderAround extends TermsNow {
  role: ViewerRole;
  papers: OrderPapers;
  imagesBaseUrl: string;
}

/** An order as one of its parties, or an operator, sees it. */
export function orderView(named: NamedOrder, around: OrderAround): Order {
  const { order } = named;
  const { role, papers, terms, nowMs, imagesBaseUrl } = around;
  const { picture, payment } = papers;
  return {
    ...orderFields(order),
    auctionId: order.auctionId,
    ...namesIn(named),
    imageUrl: picture && (pictureView(picture, imagesBaseUrl).thumbnails[0]?.url ?? null),
    role,
    premiumKrw: order.premiumKrw,
    ...(role !== 'buyer' && sellersShare(order, papers.refunds)),
    refundedKrw: sumKrw(
      papers.refunds.filter(({ isStray, state }) => !isStray && state === 'done'),
    ),
    createdAtMs: order.createdAtMs,
    stateAtMs: order.stateAtMs,
    address: addressFor(role, order.state, papers.address),
    shipment: shipmentOf(order),
    deadlines: orderDeadlines(order, terms),
    may: movesNow(order, role, { terms, nowMs }),
    stuck: papers.stuck,
    payment: payment && role !== 'seller' ? paymentView(payment) : null,
    refunds: papers.refunds.flatMap(refundView),
    history: historyFor(role, papers.events),
  };
}

// Without a sale there is nothing to keep and nothing to pay out.
function sellersShare(order: OrderRow, refunds: OrderPapers['refunds']) {
  if (WITHOUT_SALE.includes(order.state)) return { feeKrw: 0, proceedsKrw: 0 };
  const ofSale = refunds.filter(({ isStray, state }) => !isStray && !GIVES_NOTHING.includes(state));
  const refundKrw = sumKrw(ofSale);
  const lines = refundKrw === 0 ? [] : refundLines(order, { refundKrw, refundedKrw: 0 });
  const backOf = (account: string) => sumKrw(lines.filter((line) => line.account === account));
  const feeKrw = order.feeKrw - backOf(FEES);
  const proceedsKrw = order.amountKrw - order.feeKrw - backOf(sellerAccount(order.sellerId));
  return { feeKrw, proceedsKrw };
}

function addressFor(role: ViewerRole, state: OrderState, row: OrderPapers['address']) {
  // From the payment on the seller knows where to, unless the order ends without a sale.
  const isShown = role === 'buyer' || (role === 'seller' && PAID_STATES.includes(state));
  if (!row || !isShown) return null;
  const { recipient, phone, postcode, line1, line2, memo } = row;
  return { recipient, phone, postcode, line1, line2, memo };
}

function shipmentOf({ carrier, trackingNumber, shippedAtMs }: OrderRow): Order['shipment'] {
  if (carrier === null || shippedAtMs === null) return null;
  if (!isCarrier(carrier)) throw new Error(`no such carrier: ${carrier}`);
  return { carrier, trackingNumber, shippedAtMs };
}

function isCarrier(name: string): name is Carrier {
  return name in CARRIERS;
}

// What took the place of one that was replaced stands there itself.
function refundView(row: OrderPapers['refunds'][number]): Order['refunds'] {
  const { refundId, amountKrw, cause, isStray, state, createdAtMs, doneAtMs } = row;
  if (state === 'replaced') return [];
  return [{ refundId, amountKrw, cause, isStray, state, createdAtMs, doneAtMs }];
}

function historyFor(role: ViewerRole, events: OrderPapers['events']): Order['history'] {
  const seen = role === 'seller' ? events.filter(({ event }) => isSellers(event)) : events;
  return seen.map(({ event, toState: orderState, actor: by, reason, happenedAtMs }) => ({
    ...{ event, orderState, by, reason, happenedAtMs },
  }));
}

function isSellers(event: string): boolean {
  return SELLERS_EVENTS.includes(event) && !BUYERS_EVENTS.includes(event);
}

function sumKrw(rows: readonly { amountKrw: number }[]): number {
  return rows.reduce((sum, { amountKrw }) => sum + amountKrw, 0);
}
