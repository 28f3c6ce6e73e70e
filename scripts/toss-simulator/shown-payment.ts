import { kstWithOffset } from './korean-time.ts';
import { balanceKrw, isConfirmed } from './payment-record.ts';
import type { CancelRecord, PaymentRecord } from './payment-record.ts';

const MERCHANT = 'tosssim';
const REFUND_ACCOUNT_SHOWN_MS = 30 * 60_000;

/** The Payment object of API version 2022-11-16, at `nowMs`. */
export function shownPayment(record: PaymentRecord, nowMs: number): Record<string, unknown> {
  const balance = balanceKrw(record);
  const vat = Math.round(balance / 11);
  const { paymentKey, orderId, orderName, status, method, amountKrw } = record;
  return {
    mId: MERCHANT,
    lastTransactionKey: record.lastTransactionKey,
    ...{ paymentKey, orderId, orderName },
    taxExemptionAmount: 0,
    status,
    requestedAt: kstWithOffset(record.requestedAtMs),
    approvedAt: record.approvedAtMs === null ? null : kstWithOffset(record.approvedAtMs),
    ...{ useEscrow: false, cultureExpense: false },
    card: cardOf(record),
    virtualAccount: virtualAccountOf(record, nowMs),
    transfer: method === '계좌이체' ? { bankCode: '92', settlementStatus: 'INCOMPLETED' } : null,
    ...{ mobilePhone: null, giftCertificate: null, cashReceipt: null, cashReceipts: null },
    discount: null,
    cancels: record.cancels.length === 0 ? null : record.cancels.map(cancelOf),
    secret: isConfirmed(record) ? record.secret : null,
    type: 'NORMAL',
    easyPay: easyPayOf(record),
    country: 'KR',
    failure: record.failure,
    isPartialCancelable: true,
    receipt: { url: `https://dashboard-sandbox.tosspayments.com/receipt/simulated/${paymentKey}` },
    checkout: { url: `https://api.tosspayments.com/v1/payments/${paymentKey}/checkout` },
    currency: 'KRW',
    totalAmount: amountKrw,
    balanceAmount: balance,
    suppliedAmount: balance - vat,
    vat,
    taxFreeAmount: 0,
    method,
    version: '2022-11-16',
    metadata: record.metadata,
  };
}

function cardOf(record: PaymentRecord): object | null {
  if (record.method !== '카드') return null;
  return {
    ...{ issuerCode: '41', acquirerCode: '41', number: '43301234****123*' },
    installmentPlanMonths: record.installmentMonths,
    ...{ isInterestFree: false, interestPayer: null },
    approveNo: record.approvedAtMs === null ? '' : '00000000',
    ...{ useCardPoint: false, cardType: '신용', ownerType: '개인', acquireStatus: 'READY' },
    amount: record.amountKrw,
  };
}

function easyPayOf({ method, easyPayProvider, amountKrw }: PaymentRecord): object | null {
  if (method !== '간편결제') return null;
  return { provider: easyPayProvider, amount: amountKrw, discountAmount: 0 };
}

function virtualAccountOf(record: PaymentRecord, nowMs: number): object | null {
  const account = record.virtualAccount;
  if (account === null) return null;
  const refundedAtMs = record.cancels.at(-1)?.canceledAtMs ?? 0;
  const shown = nowMs - refundedAtMs < REFUND_ACCOUNT_SHOWN_MS;
  return {
    accountType: '일반',
    accountNumber: account.accountNumber,
    bankCode: account.bankCode,
    customerName: record.customerName,
    depositorName: record.approvedAtMs === null ? null : record.customerName,
    dueDate: kstWithOffset(account.dueAtMs),
    refundStatus: account.refundStatus,
    expired: account.expired,
    settlementStatus: 'INCOMPLETED',
    refundReceiveAccount: shown ? account.refundReceiveAccount : null,
  };
}

function cancelOf(cancel: CancelRecord): object {
  return {
    cancelAmount: cancel.amountKrw,
    cancelReason: cancel.reason,
    ...{ taxFreeAmount: 0, taxExemptionAmount: 0 },
    refundableAmount: cancel.refundableKrw,
    ...{ cardDiscountAmount: 0, transferDiscountAmount: 0, easyPayDiscountAmount: 0 },
    canceledAt: kstWithOffset(cancel.canceledAtMs),
    transactionKey: cancel.transactionKey,
    receiptKey: null,
    cancelStatus: 'DONE',
    cancelRequestId: null,
  };
}
