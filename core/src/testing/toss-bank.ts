import { randomUUID } from 'node:crypto';
import type { TossCancel, TossPayment } from '../toss/payment.ts';
import type { LifeBank } from './order-life.ts';
import type { CancelAsked, ConfirmAsked, Toss, TossAnswer } from '../toss/toss-client.ts';

const ACCOUNT = {
  ...{ accountNumber: '110000000000', bankCode: '88', customerName: '시험' },
  ...{ dueDate: null, expired: false },
};

/** A payment as Toss would tell it, charged in full unless told otherwise. */
export function tossPayment(
  of: { tossOrderId: string; paymentKey: string; amountKrw: number },
  given: Partial<TossPayment> = {},
): TossPayment {
  return {
    ...{ paymentKey: of.paymentKey, orderId: of.tossOrderId, status: 'DONE', currency: 'KRW' },
    ...{ totalAmount: of.amountKrw, balanceAmount: of.amountKrw, method: '카드', secret: null },
    ...{ receipt: null, failure: null, virtualAccount: null, cancels: [] },
    ...given,
  };
}

/**
 * Stands in for Toss where a test is about our own books: it holds money and gives it back, and always
 * answers. How Toss is asked, and what it may answer instead, is the simulator's matter.
 */
export class TossBank implements Toss, LifeBank {
  readonly #payments = new Map<string, TossPayment>();

  heldKrw(tossOrderIds: ReadonlySet<string>): number {
    return [...this.#payments.values()]
      .filter(({ orderId, status }) => tossOrderIds.has(orderId) && MONEY_HERE.has(status))
      .reduce((sum, { balanceAmount }) => sum + balanceAmount, 0);
  }

  async confirm({ paymentKey, tossOrderId, amountKrw }: ConfirmAsked): Promise<TossAnswer> {
    const payment = tossPayment({ paymentKey, tossOrderId, amountKrw });
    return this.#told(this.#payments.get(paymentKey) ?? payment);
  }

  authenticate(of: { tossOrderId: string; amountKrw: number }, isDeposit: boolean): string {
    const paymentKey = `key-${of.tossOrderId}`;
    if (!isDeposit) return paymentKey;
    const account = { method: '가상계좌', virtualAccount: ACCOUNT };
    this.#keep(tossPayment({ ...of, paymentKey }, { status: 'WAITING_FOR_DEPOSIT', ...account }));
    return paymentKey;
  }

  setDeposit({ paymentKey }: { paymentKey: string }, isHere: boolean): void {
    const status = isHere ? 'DONE' : 'WAITING_FOR_DEPOSIT';
    this.#keep({ ...this.#mustFind(paymentKey), status });
  }

  async findByKey(paymentKey: string): Promise<TossAnswer> {
    return this.#told(this.#mustFind(paymentKey));
  }

  async findByOrder(tossOrderId: string): Promise<TossAnswer> {
    const found = [...this.#payments.values()].find(({ orderId }) => orderId === tossOrderId);
    if (!found) throw new Error(`nothing was asked under ${tossOrderId}`);
    return this.#told(found);
  }

  async cancel({ paymentKey, cancelAmount, cancelReason }: CancelAsked): Promise<TossAnswer> {
    const payment = this.#mustFind(paymentKey);
    const backKrw = cancelAmount ?? payment.balanceAmount;
    if (backKrw > payment.balanceAmount) throw new Error(`${backKrw} won are not left`);
    const balanceAmount = payment.balanceAmount - backKrw;
    const cancel: TossCancel = {
      ...{ cancelAmount: backKrw, cancelReason, cancelStatus: 'DONE' },
      transactionKey: randomUUID(),
    };
    const status = balanceAmount === 0 ? 'CANCELED' : 'PARTIAL_CANCELED';
    const cancels = [...payment.cancels, cancel];
    return this.#told({ ...payment, status, balanceAmount, cancels });
  }

  #told(payment: TossPayment): TossAnswer {
    return { kind: 'payment', payment: this.#keep(payment), traceId: null };
  }

  #keep(payment: TossPayment): TossPayment {
    this.#payments.set(payment.paymentKey, payment);
    return payment;
  }

  #mustFind(paymentKey: string): TossPayment {
    const payment = this.#payments.get(paymentKey);
    if (!payment) throw new Error(`no payment ${paymentKey}`);
    return payment;
  }
}

const MONEY_HERE: ReadonlySet<string> = new Set(['DONE', 'PARTIAL_CANCELED', 'CANCELED']);
