import { tossErrorSchema, tossPaymentSchema } from './payment.ts';
import type { TossPayment } from './payment.ts';

const CONFIRM_WITHIN_MS = 30_000;
const CANCEL_WITHIN_MS = 30_000;
const LOOK_UP_WITHIN_MS = 10_000;
const TRACE_HEADER = 'x-tosspayments-trace-id';

/** What Toss said, or that nothing that can be understood came back. */
export type TossAnswer = TossTold | TossError | NoAnswer;
export interface TossTold {
  kind: 'payment';
  payment: TossPayment;
  traceId: string | null;
}
export interface TossError {
  kind: 'error';
  status: number;
  code: string;
  message: string;
  traceId: string | null;
}
export interface NoAnswer {
  kind: 'no-answer';
  reason: string;
  traceId: string | null;
}

/** Where money that was deposited goes back to, in Toss's words. */
export interface ReceiveAccount {
  bank: string;
  accountNumber: string;
  holderName: string;
}

export interface CancelAsked {
  paymentKey: string;
  cancelReason: string;
  /** Left out: all of it. */
  cancelAmount?: number;
  /** What must be left for this to be done at all. */
  refundableAmount?: number;
  refundReceiveAccount?: ReceiveAccount;
  idempotencyKey: string;
}

export interface ConfirmAsked {
  paymentKey: string;
  tossOrderId: string;
  amountKrw: number;
  idempotencyKey: string;
}

/** The calls of Toss that we make. None of them throws: what cannot be known is an answer too. */
export interface Toss {
  confirm(asked: ConfirmAsked): Promise<TossAnswer>;
  findByKey(paymentKey: string): Promise<TossAnswer>;
  findByOrder(tossOrderId: string): Promise<TossAnswer>;
  cancel(asked: CancelAsked): Promise<TossAnswer>;
}

export interface TossAccess {
  baseUrl: string;
  secretKey: string;
  /** For every call in place of its own limit. */
  withinMs?: number;
}

/** Asks Toss with the secret key, each call within its time. */
export function createToss({ baseUrl, secretKey, withinMs }: TossAccess): Toss {
  // Toss wants the key as a user without a password, colon and all.
  const authorization = `Basic ${Buffer.from(`${secretKey}:`, 'utf8').toString('base64')}`;
  const get = (path: string) =>
    ask(`${baseUrl}${path}`, { headers: { authorization } }, withinMs ?? LOOK_UP_WITHIN_MS);
  const post = (path: string, key: string, body: object, limitMs: number) =>
    ask(
      `${baseUrl}${path}`,
      {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      },
      withinMs ?? limitMs,
    );
  return {
    confirm: ({ paymentKey, tossOrderId, amountKrw, idempotencyKey }) => {
      const body = { paymentKey, orderId: tossOrderId, amount: amountKrw };
      return post('/v1/payments/confirm', idempotencyKey, body, CONFIRM_WITHIN_MS);
    },
    findByKey: (paymentKey) => get(`/v1/payments/${encodeURIComponent(paymentKey)}`),
    findByOrder: (tossOrderId) => get(`/v1/payments/orders/${encodeURIComponent(tossOrderId)}`),
    cancel: ({ paymentKey, idempotencyKey, ...body }) => {
      const path = `/v1/payments/${encodeURIComponent(paymentKey)}/cancel`;
      return post(path, idempotencyKey, body, CANCEL_WITHIN_MS);
    },
  };
}

async function ask(url: string, request: RequestInit, withinMs: number): Promise<TossAnswer> {
  let traceId: string | null = null;
  try {
    const signal = AbortSignal.timeout(withinMs);
    // Whoever redirects us would be given the secret key.
    const response = await fetch(url, { ...request, signal, redirect: 'error' });
    traceId = response.headers.get(TRACE_HEADER);
    return read(response.status, await response.text(), traceId);
  } catch (error) {
    return { kind: 'no-answer', reason: reasonOf(error), traceId };
  }
}

function read(status: number, text: string, traceId: string | null): TossAnswer {
  const body = readJson(text);
  if (status === 200) {
    const payment = tossPaymentSchema.safeParse(body);
    if (payment.success) return { kind: 'payment', payment: payment.data, traceId };
    return { kind: 'error', status, code: 'UNREADABLE_ANSWER', message: '', traceId };
  }
  const error = tossErrorSchema.safeParse(body);
  if (error.success) return { kind: 'error', status, ...error.data, traceId };
  return { kind: 'error', status, code: `HTTP_${status}`, message: '', traceId };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// undici names the fault of the socket in a cause.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.name;
}
