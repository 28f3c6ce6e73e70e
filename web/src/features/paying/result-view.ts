import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import type { CONFIRM_OUTCOMES } from '@sagopalgo/core/contracts/payments.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { failWords } from './fail-words.ts';

/** After these nobody knows what became of it; the very same question is answered the same, and charges once. */
const UNKNOWN = ['NETWORK', 'UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED', 'PAYMENT_UNDER_WAY'];

const PAID_FOR: readonly OrderState[] = ['paid', 'shipped', 'delivered', 'received', 'paid_out'];

export type Outcome = (typeof CONFIRM_OUTCOMES)[number];
type Payment = NonNullable<Order['payment']>;

/** What a buyer who came back from Toss is told, and where that leads. */
export interface ResultView {
  kind: Outcome | 'refused';
  title: string;
  next: string;
  /** `retry` asks the same once more; `pay` begins anew. */
  then: 'order' | 'pay' | 'retry' | 'wait';
}

/** The result by the answer to the confirmation; where that left it open, by how the payment stands now. */
export function viewOfAnswer(
  answer: { outcome: Outcome; payment: Payment },
  now: Payment | null,
): ResultView {
  const payment = paymentNow(answer, now);
  const outcome = answer.outcome === 'checking' ? outcomeOf(payment) : answer.outcome;
  switch (outcome) {
    case 'paid':
      return {
        kind: 'paid',
        title: '결제가 끝났어요',
        next: `${formatKrw(payment.amountKrw)}을 결제했어요. 판매자가 물건을 보내면 알려 드릴게요.`,
        then: 'order',
      };
    case 'awaiting_deposit':
      return {
        kind: 'awaiting_deposit',
        title: '입금하면 결제가 끝나요',
        next: '아래 계좌로 기한까지 한 번에 입금해 주세요. 입금되면 알려 드릴게요.',
        then: 'order',
      };
    case 'declined':
      return declined(payment);
    default:
      return CHECKING;
  }
}

/**
 * The payment as it stands: an answer is newer than whatever was read of the order before, unless it left
 * the outcome open.
 */
export function paymentNow(
  { outcome, payment }: { outcome: Outcome; payment: Payment },
  now: Payment | null,
): Payment {
  return outcome === 'checking' && now?.tossOrderId === payment.tossOrderId ? now : payment;
}

function declined({ state, failure }: Payment): ResultView {
  // It was charged, but for nothing: the order had gone to somebody else.
  if (state === 'done' || state === 'cancelled') {
    return {
      kind: 'declined',
      title: '이미 다른 분께 넘어간 주문이에요',
      next: '기한이 지나 결제됐어요. 결제한 금액은 모두 돌려드려요.',
      then: 'order',
    };
  }
  return { kind: 'declined', ...failWords(failure?.code ?? null), then: 'pay' };
}

/**
 * The result where the confirmation was refused, or not answered in all that time; `orderState` is how
 * the order stands, as far as that is known.
 */
export function viewOfError(error: Error, orderState: OrderState | null): ResultView {
  if (isUnknown(error)) {
    return {
      kind: 'checking',
      title: '아직 확인하지 못했어요',
      next: '다시 결제하지 마세요. 돈이 나갔는지는 저절로 확인되고, 주문에서 볼 수 있어요.',
      then: 'retry',
    };
  }
  const isPaidFor = orderState !== null && PAID_FOR.includes(orderState);
  if (error instanceof ApiRefusal && error.code === 'ORDER_STATE' && isPaidFor) {
    return {
      kind: 'paid',
      title: '이미 결제된 주문이에요',
      next: '이 창의 결제는 진행하지 않았어요. 돈은 한 번만 나갔어요.',
      then: 'order',
    };
  }
  const mayPay = error instanceof ApiRefusal && error.code === 'PAYMENT_AMOUNT_CHANGED';
  const then = mayPay ? 'pay' : 'order';
  return { kind: 'refused', title: '결제하지 않았어요', next: wordsOf(error), then };
}

/** How a payment stands by its order alone, for whoever comes back from one that was not made. */
export function kindOfState(orderState: OrderState): ResultView['kind'] {
  if (PAID_FOR.includes(orderState)) return 'paid';
  if (orderState === 'paying') return 'checking';
  return orderState === 'awaiting_deposit' ? 'awaiting_deposit' : 'refused';
}

export const CHECKING: ResultView = {
  kind: 'checking',
  title: '결제를 확인하고 있어요',
  next: '돈이 나갔는지 결제사에 확인하는 중이에요. 다시 결제하지 말고 잠시만 기다려 주세요. 창을 닫아도 저절로 끝나요.',
  then: 'wait',
};

/** Whether money may have moved although no answer says so. */
export function isUnknown(error: Error): boolean {
  return !(error instanceof ApiRefusal) || UNKNOWN.includes(error.code);
}

function outcomeOf({ state, failure }: Payment): Outcome {
  switch (state) {
    case 'done':
      return failure === null ? 'paid' : 'declined';
    case 'waiting_for_deposit':
      return 'awaiting_deposit';
    case 'failed':
    case 'cancelled':
      return 'declined';
    default:
      return 'checking';
  }
}
