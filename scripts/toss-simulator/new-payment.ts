import { z } from 'zod';
import { clientKeyFault } from './api-keys.ts';
import type { Desk } from './desk.ts';
import { newCheckoutId, newPaymentKey, newSecret } from './fresh-keys.ts';
import { isConfirmed, METHODS } from './payment-record.ts';
import type { PaymentRecord } from './payment-record.ts';
import { tossError } from './toss-errors.ts';

const CARD_MIN_KRW = 100;
const ACCOUNT_MIN_KRW = 200;
const TRANSFER_MAX_KRW = 10_000_000;
const INSTALLMENTS_MIN_KRW = 50_000;
const METADATA_PAIRS_MAX = 5;

/** What the widget refuses with: Toss's code and a sentence. */
export interface WidgetRefusal {
  code: string;
  message: string;
}

const urlSchema = z.url({ protocol: /^https?$/ });
const nameSchema = z.string().max(100).optional();

/** Each field with the code that a wrong value of it is refused with, in this order. */
const FIELDS = {
  customerKey: ['INVALID_CUSTOMER_KEY', z.string().regex(/^(@@ANONYMOUS|[\w\-=.@]{2,50})$/)],
  orderId: ['INVALID_ORDER_ID', z.string().regex(/^[\w-]{6,64}$/)],
  orderName: ['INVALID_ORDER_NAME', z.string().min(1).max(100)],
  successUrl: ['INCORRECT_SUCCESS_URL_FORMAT', urlSchema],
  failUrl: ['INCORRECT_FAIL_URL_FORMAT', urlSchema],
  amountKrw: ['INVALID_AMOUNT_VALUE', z.int()],
  method: ['NOT_SELECTED_PAYMENT_METHOD', z.enum(METHODS)],
  customerName: ['INVALID_PARAMETERS', nameSchema],
  customerEmail: ['INVALID_PARAMETERS', nameSchema],
  customerMobilePhone: [
    'INVALID_PARAMETERS',
    z
      .string()
      .regex(/^\d{8,15}$/)
      .optional(),
  ],
  easyPayProvider: ['INVALID_PARAMETERS', nameSchema],
  installmentMonths: ['INVALID_PARAMETERS', z.int().min(0).max(24).optional()],
  metadata: ['INVALID_METADATA', metadataSchema().nullish()],
} as const;

const shape = Object.fromEntries(
  Object.entries(FIELDS).map(([name, [, schema]]) => [name, schema]),
) as { [Name in keyof typeof FIELDS]: (typeof FIELDS)[Name][1] };
const paymentSchema = z.object(shape);

/** A payment as the browser asks for it; the amount is what the browser says. */
export type PaymentWish = z.infer<typeof paymentSchema>;

/** Opens a payment (READY) as the widget does for a page; what cannot be is refused with a code. */
export function openPayment(
  desk: Desk,
  clientKey: unknown,
  asked: unknown,
): PaymentRecord | WidgetRefusal {
  const keyFault = clientKeyFault(clientKey, desk.keys);
  if (keyFault !== null) return widgetRefusal(keyFault);
  const parsed = paymentSchema.safeParse(asked);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0] as keyof typeof FIELDS | undefined;
    return widgetRefusal(field === undefined ? 'INVALID_PARAMETERS' : FIELDS[field][0]);
  }
  const fault = limitFault(parsed.data) ?? orderFault(desk, parsed.data.orderId);
  if (fault !== null) return widgetRefusal(fault);
  const payment = recordOf(desk, parsed.data);
  desk.books.touchPayment(payment);
  return payment;
}

function limitFault({ amountKrw, method, installmentMonths = 0 }: PaymentWish): string | null {
  if (amountKrw < 0) return 'BELOW_ZERO_AMOUNT';
  const byAccount = method === '계좌이체' || method === '가상계좌';
  if (amountKrw < (byAccount ? ACCOUNT_MIN_KRW : CARD_MIN_KRW)) return 'BELOW_MINIMUM_AMOUNT';
  if (method === '계좌이체' && amountKrw > TRANSFER_MAX_KRW) {
    return 'EXCEEDS_TRANSFER_AMOUNT_MAXIMUM';
  }
  const tooSmall = installmentMonths > 0 && amountKrw < INSTALLMENTS_MIN_KRW;
  return tooSmall ? 'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT' : null;
}

function orderFault({ books }: Desk, orderId: string): string | null {
  return books.ofOrder(orderId).some(isConfirmed) ? 'DUPLICATED_ORDER_ID' : null;
}

function recordOf(desk: Desk, wish: PaymentWish): PaymentRecord {
  const { orderId, orderName, amountKrw, method, successUrl, failUrl } = wish;
  const nowMs = desk.now();
  return {
    ...{ paymentKey: newPaymentKey(nowMs), checkoutId: newCheckoutId(), secret: newSecret() },
    ...{ orderId, orderName, amountKrw, method, successUrl, failUrl },
    easyPayProvider: method === '간편결제' ? (wish.easyPayProvider ?? '토스페이') : null,
    installmentMonths: method === '카드' ? (wish.installmentMonths ?? 0) : 0,
    customerName: wish.customerName ?? '시뮬레이터',
    metadata: wish.metadata ?? null,
    ...{ status: 'READY', requestedAtMs: nowMs, authenticatedAtMs: null, approvedAtMs: null },
    ...{ lastTransactionKey: null, confirmRefusal: null, failure: null },
    virtualAccountValidMs: desk.virtualAccountValidMs,
    ...{ virtualAccount: null, cancels: [] },
  };
}

/** The refusal with one of the widget's codes, those of the API's tables in its words. */
export function widgetRefusal(code: string): WidgetRefusal {
  return {
    code,
    message: WORDS[code] ?? tossError(code)?.ko ?? `결제를 요청할 수 없어요. (${code})`,
  };
}

const WORDS: Record<string, string> = {
  INVALID_CLIENT_KEY: '인증되지 않은 클라이언트 키예요.',
  INSECURE_KEY_USAGE: '시크릿 키는 브라우저에서 쓸 수 없어요. 클라이언트 키를 써주세요.',
  NOT_SUPPORTED_API_INDIVIDUAL_KEY: 'API 개별 연동 키는 결제위젯에서 쓸 수 없어요.',
  INVALID_CUSTOMER_KEY: 'customerKey는 2자 이상 50자 이하의 영문, 숫자, 특수문자 -_=.@ 여야 해요.',
  INVALID_ORDER_ID: 'orderId는 6자 이상 64자 이하의 영문, 숫자, -, _ 여야 해요.',
  INVALID_ORDER_NAME: '주문명은 1자 이상 100자 이하여야 해요.',
  INCORRECT_SUCCESS_URL_FORMAT: 'successUrl은 오리진을 포함한 URL이어야 해요.',
  INCORRECT_FAIL_URL_FORMAT: 'failUrl은 오리진을 포함한 URL이어야 해요.',
  INVALID_AMOUNT_VALUE: '결제 금액이 올바르지 않아요.',
  BELOW_ZERO_AMOUNT: '결제 금액은 0원보다 커야 해요.',
  NOT_SELECTED_PAYMENT_METHOD: '결제수단을 선택해주세요.',
  INVALID_METADATA: 'metadata는 5쌍까지, 키는 40자, 값은 2000자까지예요.',
};

function metadataSchema() {
  const keySchema = z
    .string()
    .max(40)
    .regex(/^[^[\]]*$/);
  return z
    .record(keySchema, z.string().max(2_000))
    .refine((pairs) => Object.keys(pairs).length <= METADATA_PAIRS_MAX);
}
