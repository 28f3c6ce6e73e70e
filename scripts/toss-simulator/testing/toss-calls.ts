import { randomUUID } from 'node:crypto';
import { startTossSimulator } from '../simulator.ts';
import type { TossSimulator, TossSimulatorOptions } from '../simulator.ts';

/** A Payment or a refusal, as far as tests look into it. */
export interface TossBody {
  code: string;
  message: string;
  paymentKey: string;
  orderId: string;
  status: string;
  totalAmount: number;
  balanceAmount: number;
  secret: string;
  failure: { code: string } | null;
  virtualAccount: Record<string, unknown> | null;
  cancels: Record<string, unknown>[] | null;
  [field: string]: unknown;
}

/** What a call of the API was answered with. */
export interface TossReply {
  status: number;
  text: string;
  body: TossBody;
  headers: Headers;
}

/** A simulator for one suite, and calls of its API as a shop makes them. */
export interface TossShop {
  sim: TossSimulator;
  call(
    method: 'GET' | 'POST',
    path: string,
    options?: { body?: unknown; key?: string; headers?: Record<string, string> },
  ): Promise<TossReply>;
  confirm(
    paid: { paymentKey: string; orderId: string; amount: number | string },
    key?: string,
  ): Promise<TossReply>;
  cancel(paymentKey: string, body?: object, key?: string): Promise<TossReply>;
  byOrder(orderId: string): Promise<TossReply>;
}

export function newOrderId(): string {
  return `order_${randomUUID()}`;
}

export function basic(secretKey: string): string {
  return `Basic ${Buffer.from(secretKey).toString('base64')}`;
}

export async function openTossShop(options: TossSimulatorOptions = {}): Promise<TossShop> {
  const sim = await startTossSimulator(options);
  const call: TossShop['call'] = async (method, path, { body, key, headers = {} } = {}) => {
    const answer = await fetch(`${sim.url}${path}`, {
      method,
      headers: {
        authorization: basic(`${sim.keys.secretKey}:`),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const { status, headers: told } = answer;
    return { status, text, body: JSON.parse(text) as TossBody, headers: told };
  };
  return {
    ...{ sim, call },
    confirm: (paid, key) =>
      call('POST', '/v1/payments/confirm', {
        body: paid,
        ...(key === undefined ? {} : { key }),
      }),
    cancel: (paymentKey, body, key) =>
      call('POST', `/v1/payments/${paymentKey}/cancel`, {
        body: { cancelReason: '시험', ...body },
        ...(key === undefined ? {} : { key }),
      }),
    byOrder: (orderId) => call('GET', `/v1/payments/orders/${orderId}`),
  };
}
