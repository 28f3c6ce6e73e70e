import { isCarriedOut } from '../toss/payment.ts';
import type { TossPayment } from '../toss/payment.ts';
import type { PaymentRow } from './payment-rows.ts';

/**
 * What follows for an attempt from how it stands at Toss. `charge`: the money is here. `follow-cancels`:
 * some of it has gone back. `stand-still`: what Toss says is not of this attempt as we made it, so a
 * person has to look, and nothing is changed.
 */
export type Decision =
  | { follows: 'nothing' }
  | { follows: 'charge' }
  | { follows: 'follow-cancels' }
  | { follows: 'await-deposit' }
  | { follows: 'undo-deposit' }
  | { follows: 'lapse-deposit' }
  | { follows: 'decline'; code: string; message: string }
  | { follows: 'stand-still'; why: string };

/**
 * Decides by how an attempt stands here and at Toss, whoever brought the answer: the confirmation, a
 * webhook or the reconciler. A status that we do not know of changes nothing.
 */
export function decide(ours: PaymentRow, theirs: TossPayment): Decision {
  if (theirs.orderId !== ours.tossOrderId) {
    return { follows: 'stand-still', why: `it is of order ${theirs.orderId} at Toss` };
  }
  const decideBy = DECISIONS.get(theirs.status);
  return decideBy ? decideBy(ours, theirs) : NOTHING;
}

const DECISIONS = new Map<string, (ours: PaymentRow, theirs: TossPayment) => Decision>([
  ['DONE', checked(whenDone)],
  ['PARTIAL_CANCELED', checked(whenPartlyBack)],
  ['CANCELED', checked(whenBack)],
  ['WAITING_FOR_DEPOSIT', checked(whenWaiting)],
  ['ABORTED', whenOver],
  ['EXPIRED', whenOver],
]);

/** Whether a status means that money has moved, or may at any moment. */
export function isOfMoney(status: string): boolean {
  return DECISIONS.has(status) && DECISIONS.get(status) !== whenOver;
}

const NOTHING: Decision = { follows: 'nothing' };

function whenDone(ours: PaymentRow): Decision {
  return isCharged(ours) ? NOTHING : { follows: 'charge' };
}

function whenPartlyBack(ours: PaymentRow, theirs: TossPayment): Decision {
  if (!isCharged(ours)) return { follows: 'charge' };
  return ours.balanceKrw === theirs.balanceAmount ? NOTHING : { follows: 'follow-cancels' };
}

// What went back before we knew that it had come is as if it had never been here.
function whenBack(ours: PaymentRow, theirs: TossPayment): Decision {
  switch (ours.state) {
    case 'done':
    case 'cancelled':
      return whenPartlyBack(ours, theirs);
    case 'waiting_for_deposit':
      return { follows: 'lapse-deposit' };
    case 'confirming':
      return { follows: 'decline', code: 'CANCELED', message: '결제가 취소됐어요.' };
    default:
      return NOTHING;
  }
}

function whenWaiting(ours: PaymentRow, theirs: TossPayment): Decision {
  const isOver = theirs.virtualAccount?.expired === true;
  switch (ours.state) {
    case 'confirming':
    case 'failed':
      return isOver ? whenOver(ours, theirs) : { follows: 'await-deposit' };
    case 'waiting_for_deposit':
      return isOver ? { follows: 'lapse-deposit' } : NOTHING;
    case 'done':
      return { follows: 'undo-deposit' };
    default:
      return NOTHING;
  }
}

function whenOver(ours: PaymentRow, { status, failure, paymentKey }: TossPayment): Decision {
  if (paymentKey !== ours.paymentKey) return NOTHING;
  if (ours.state === 'waiting_for_deposit') return { follows: 'lapse-deposit' };
  if (ours.state === 'confirming') {
    const { code = status, message = '결제가 끝나지 않았어요.' } = failure ?? {};
    return { follows: 'decline', code, message };
  }
  if (!isCharged(ours)) return NOTHING;
  return { follows: 'stand-still', why: `it was charged and is ${status} at Toss` };
}

function checked(
  decideBy: (ours: PaymentRow, theirs: TossPayment) => Decision,
): (ours: PaymentRow, theirs: TossPayment) => Decision {
  return (ours, theirs) => {
    const why = differenceOf(ours, theirs);
    return why === null ? decideBy(ours, theirs) : { follows: 'stand-still', why };
  };
}

function differenceOf(ours: PaymentRow, theirs: TossPayment): string | null {
  const backKrw = theirs.cancels
    .filter(isCarriedOut)
    .reduce((sum, { cancelAmount }) => sum + cancelAmount, 0);
  if (theirs.paymentKey !== ours.paymentKey) return 'it has another payment key at Toss';
  if (theirs.currency !== 'KRW') return `it is in ${theirs.currency} at Toss`;
  if (theirs.totalAmount !== ours.amountKrw) {
    return `it is of ${theirs.totalAmount} won at Toss and of ${ours.amountKrw} here`;
  }
  // Of an account that nobody has paid into, what is left says nothing.
  const isPaidIn =
    theirs.status === 'CANCELED' ? isCharged(ours) : theirs.status !== 'WAITING_FOR_DEPOSIT';
  if (isPaidIn && theirs.totalAmount - theirs.balanceAmount !== backKrw) {
    return `${theirs.balanceAmount} won are left at Toss although ${backKrw} went back`;
  }
  return null;
}

function isCharged({ state }: PaymentRow): boolean {
  return state === 'done' || state === 'cancelled';
}
