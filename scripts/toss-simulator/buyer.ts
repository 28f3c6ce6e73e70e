import type { Desk } from './desk.ts';
import { openPayment } from './new-payment.ts';
import type { PaymentMethod, PaymentRecord } from './payment-record.ts';
import { tossError } from './toss-errors.ts';

const NO_PAGE_URL = 'http://127.0.0.1/no-page-came-back';

/** A buyer who pays without a browser: the order and what he chooses. */
export interface Authentication {
  orderId: string;
  /** What the browser says it costs. */
  amountKrw: number;
  orderName?: string;
  /** 카드 unless told. */
  method?: PaymentMethod;
  installmentMonths?: number;
  customerName?: string;
  /** The code the buyer's bank will refuse the confirmation with, such as REJECT_CARD_PAYMENT. */
  confirmRefusal?: string;
  /** How long a virtual account takes money once it is made. */
  virtualAccountValidMs?: number;
}

/** Does what the buyer does in widget and checkout page; returns the payment key. */
export function authenticate(desk: Desk, wish: Authentication): string {
  const { confirmRefusal = null, virtualAccountValidMs, ...asked } = wish;
  const opened = openPayment(desk, desk.keys.clientKey, {
    ...{ customerKey: '@@ANONYMOUS', orderName: '시험 주문', method: '카드' },
    ...{ successUrl: NO_PAGE_URL, failUrl: NO_PAGE_URL },
    ...asked,
  });
  if ('code' in opened) throw new Error(`${opened.code}: ${opened.message}`);
  opened.virtualAccountValidMs = virtualAccountValidMs ?? opened.virtualAccountValidMs;
  approve(desk, opened, confirmRefusal);
  return opened.paymentKey;
}

/** The buyer authenticated: from now on the payment can be confirmed for ten minutes. */
export function approve(desk: Desk, payment: PaymentRecord, confirmRefusal: string | null): URL {
  if (payment.status !== 'READY') throw new Error(`a ${payment.status} payment is approved again`);
  if (confirmRefusal !== null && tossError(confirmRefusal) === undefined) {
    throw new Error(`${confirmRefusal} is not in Toss's tables`);
  }
  payment.status = 'IN_PROGRESS';
  payment.authenticatedAtMs = desk.now();
  payment.confirmRefusal = confirmRefusal;
  desk.books.touchPayment(payment);
  return successUrlOf(payment);
}

/** Where the buyer comes back to after authenticating. */
export function successUrlOf(payment: PaymentRecord): URL {
  const url = new URL(payment.successUrl);
  url.searchParams.set('paymentType', 'NORMAL');
  url.searchParams.set('orderId', payment.orderId);
  url.searchParams.set('paymentKey', payment.paymentKey);
  url.searchParams.set('amount', String(payment.amountKrw));
  return url;
}

/** Where a buyer comes back to who cancelled: Toss does not say which order it was. */
export function canceledUrlOf(payment: PaymentRecord): URL {
  return failUrlOf(payment, 'PAY_PROCESS_CANCELED', '사용자가 결제를 취소하였습니다');
}

/** Where a buyer comes back to whose card or bank said no. */
export function declinedUrlOf(payment: PaymentRecord, code: string): URL {
  const words = tossError(code)?.ko ?? '결제가 중단되었습니다.';
  const url = failUrlOf(payment, code, words);
  url.searchParams.set('orderId', payment.orderId);
  return url;
}

function failUrlOf(payment: PaymentRecord, code: string, message: string): URL {
  const url = new URL(payment.failUrl);
  url.searchParams.set('code', code);
  url.searchParams.set('message', message);
  return url;
}
