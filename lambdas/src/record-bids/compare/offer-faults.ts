import type { Maximum } from '@sagopalgo/core/rules/price-rules.ts';
import { runnerUp } from '@sagopalgo/core/rules/second-chance.ts';
import type { RecordedAuction } from './read-record.ts';

type OfferRow = RecordedAuction['offers'][number];

/**
 * What is wrong with the second chances of a sold auction: each is at the price that the rules give without
 * those who were out by then, one at a time is open, and each that was accepted has its order. Names no price,
 * as it would tell of a maximum.
 */
export function offerFaults(record: RecordedAuction): string[] {
  const { orders, offers } = record;
  const inTurn = offers.toSorted((one, other) => one.number - other.number);
  const last = Math.max(...orders.map(({ attempt }) => attempt));
  return inTurn.flatMap((offer, index) => {
    const name = `offer ${offer.number}`;
    const after = orders.find(({ attempt }) => attempt === offer.afterAttempt);
    const isLast = index === inTurn.length - 1 && offer.afterAttempt === last;
    const order = orders.find(({ orderId }) => orderId === offer.orderId);
    return [
      ...(offer.number === index + 1 ? [] : [`offer ${index + 1} is missing`]),
      ...(after?.state === 'expired' ? [] : [`${name} is after an order that has not expired`]),
      ...(offer.state === 'open' && !isLast ? [`${name} is open, and it went on`] : []),
      ...((offer.state === 'accepted') === (order !== undefined)
        ? []
        : [`${name} is ${offer.state} and has ${order ? 'an' : 'no'} order`]),
      ...priceFaults(record, offer, inTurn.slice(0, index)),
    ];
  });
}

function priceFaults(
  { row, bids, orders }: RecordedAuction,
  offer: OfferRow,
  earlier: readonly OfferRow[],
): string[] {
  const maxima = new Map<string, Maximum>(
    bids.map(({ bidderId, ownMaxKrw, seq, raise }) => [
      bidderId,
      { bidderId, maxKrw: ownMaxKrw, seq, raise },
    ]),
  );
  const defaulters = orders.filter(({ attempt }) => attempt <= offer.afterAttempt);
  const out = new Set([
    ...defaulters.map(({ buyerId }) => buyerId),
    ...earlier.map(({ bidderId }) => bidderId),
  ]);
  const willing = new Set([offer.bidderId]);
  const due = runnerUp(row, [...maxima.values()], { out, willing });
  if (!due) return [`offer ${offer.number} is to somebody who could not have it`];
  return due.amountKrw === offer.amountKrw
    ? []
    : [`offer ${offer.number} is not at the price of the rules`];
}
