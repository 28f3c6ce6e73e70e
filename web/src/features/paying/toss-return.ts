import { confirmPayment } from '@sagopalgo/core/contracts/payments.ts';

/** What Toss sent the buyer back with. Nothing of it is believed: the API compares and decides. */
export interface TossReturn {
  tossOrderId: string;
  paymentKey: string;
  amountKrw: number;
}

const NAMES = ['paymentType', 'orderId', 'paymentKey', 'amount'] as const;

/** The four parameters of a success address, or null where they are not what Toss would send. */
export function readReturn(search: URLSearchParams): TossReturn | null {
  const [paymentType, tossOrderId = '', paymentKey, amount = ''] = NAMES.map((name) => {
    const given = search.getAll(name);
    return given.length === 1 ? given[0] : undefined;
  });
  if (paymentType !== 'NORMAL' || !/^[1-9]\d{0,14}$/.test(amount)) return null;
  const params = confirmPayment.params.safeParse({ orderId: 'any', tossOrderId });
  const body = confirmPayment.body.safeParse({ paymentKey, amountKrw: Number(amount) });
  return params.success && body.success ? { tossOrderId, ...body.data } : null;
}
