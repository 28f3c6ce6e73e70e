import { totalKrw } from '@sagopalgo/core/orders/open-order.ts';
import { isOwed } from '@sagopalgo/core/rules/payable.ts';
import { offerFaults } from './offer-faults.ts';
import type { RecordedAuction } from './read-record.ts';
import { differs } from './record-faults.ts';

type OrderRow = RecordedAuction['orders'][number];

/**
 * What is wrong with an auction's orders: a sold one has exactly one first order, each that follows is of
 * an offer that was accepted after the one before had expired, and others have none.
 */
export function orderFaults(record: RecordedAuction): string[] {
  const { row, orders, offers } = record;
  const first = orders.filter(({ attempt }) => attempt === 1);
  if (row.state !== 'sold') {
    return [
      ...(orders.length === 0 ? [] : [`it is ${row.state} and has ${orders.length} order(s)`]),
      ...(offers.length === 0 ? [] : [`it is ${row.state} and has ${offers.length} offer(s)`]),
    ];
  }
  const [order] = first;
  if (!order || first.length > 1) return [`it is sold and has ${first.length} first orders`];
  return [
    ...[
      ...differs('buyer', order.buyerId, row.leaderId),
      ...differs('seller', order.sellerId, row.sellerId),
      ...differs('amount', order.amountKrw, row.priceKrw),
    ].map((fault) => `the order's ${fault}`),
    ...laterFaults(record),
    ...offerFaults(record),
    ...defaultFaults(record),
  ];
}

function laterFaults({ row, orders, offers }: RecordedAuction): string[] {
  const inTurn = orders.toSorted((one, other) => one.attempt - other.attempt);
  return inTurn.slice(1).flatMap((order, index) => {
    const before = inTurn[index] as OrderRow;
    const name = `order ${order.attempt}`;
    const follows = [
      ...(order.attempt === before.attempt + 1 ? [] : [`${name} follows on ${before.attempt}`]),
      ...(before.state === 'expired' ? [] : [`${name} follows on one that is ${before.state}`]),
      ...differs(`${name}'s seller`, order.sellerId, row.sellerId),
    ];
    const offer = offers.find(({ orderId }) => orderId === order.orderId);
    if (!offer) return [...follows, `${name} is of no offer`];
    return [
      ...follows,
      ...differs(`${name}'s buyer`, order.buyerId, offer.bidderId),
      ...differs(`${name}'s amount`, order.amountKrw, offer.amountKrw),
      ...differs(`the order before ${name}`, order.attempt - 1, offer.afterAttempt),
    ];
  });
}

// Whoever let an order expire that was theirs to pay has it counted against them, and nobody else has.
function defaultFaults({ orders, defaults }: RecordedAuction): string[] {
  const missing = orders.flatMap((order) => {
    const { orderId, attempt, state, buyerId, amountKrw } = order;
    const isMissed = state === 'expired' && isOwed(totalKrw(order));
    const counted = defaults.find((each) => each.orderId === orderId);
    const name = `order ${attempt}`;
    if (!counted) return isMissed ? [`${name} expired and counts against nobody`] : [];
    if (state !== 'expired') return [`${name} is ${state} and counts against its buyer`];
    return [
      ...differs(`who ${name} counts against`, counted.bidderId, buyerId),
      ...differs(`what ${name} counts for`, counted.amountKrw, amountKrw),
    ];
  });
  const known = new Set(orders.map(({ orderId }) => orderId));
  const stray = defaults.filter(({ orderId }) => !known.has(orderId));
  return [...missing, ...stray.map(() => 'a default counts that is of no order')];
}
