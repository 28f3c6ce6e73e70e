import { move } from './desk.ts';
import type { Desk } from './desk.ts';
import { newAccountNumber, newTransactionKey } from './fresh-keys.ts';
import type { PaymentRecord, VirtualAccountRecord } from './payment-record.ts';

const BANK_CODE = '92';

/** Makes the account that waits for the buyer's money. */
export function openVirtualAccount(desk: Desk, payment: PaymentRecord): PaymentRecord {
  payment.virtualAccount = {
    accountNumber: newAccountNumber(),
    bankCode: BANK_CODE,
    dueAtMs: desk.now() + payment.virtualAccountValidMs,
    ...{ expired: false, refundStatus: 'NONE', refundReceiveAccount: null },
  };
  move(desk, payment, 'WAITING_FOR_DEPOSIT');
  return payment;
}

/**
 * The buyer sends the money. A bank takes none after the account's last moment, unless `late` says
 * that the money was on its way already.
 */
export function depositInto(desk: Desk, orderId: string, { late = false } = {}): void {
  const payment = ofAccount(desk, orderId);
  const expiredInTime = late && payment.status === 'EXPIRED';
  if (payment.status !== 'WAITING_FOR_DEPOSIT' && !expiredInTime) {
    throw new Error(`the account of ${orderId} takes no money: ${payment.status}`);
  }
  payment.approvedAtMs = desk.now();
  payment.lastTransactionKey = newTransactionKey();
  move(desk, payment, 'DONE');
}

/** The bank takes the deposit back: the account waits again. */
export function failDeposit(desk: Desk, orderId: string): void {
  const payment = ofAccount(desk, orderId);
  if (payment.status !== 'DONE') throw new Error(`${orderId} has no deposit: ${payment.status}`);
  payment.approvedAtMs = null;
  payment.lastTransactionKey = newTransactionKey();
  move(desk, payment, 'WAITING_FOR_DEPOSIT');
}

function ofAccount(
  { books }: Desk,
  orderId: string,
): PaymentRecord & { virtualAccount: VirtualAccountRecord } {
  const payment = books.shownOfOrder(orderId);
  if (!payment?.virtualAccount) throw new Error(`${orderId} has no virtual account`);
  return payment as PaymentRecord & { virtualAccount: VirtualAccountRecord };
}
