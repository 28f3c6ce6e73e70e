/** Where a payment stands, in Toss's words. */
export type PaymentStatus =
  | 'READY'
  | 'IN_PROGRESS'
  | 'WAITING_FOR_DEPOSIT'
  | 'DONE'
  | 'CANCELED'
  | 'PARTIAL_CANCELED'
  | 'ABORTED'
  | 'EXPIRED';

export const METHODS = ['카드', '계좌이체', '가상계좌', '간편결제'] as const;

/** How the buyer pays, as Toss names it. */
export type PaymentMethod = (typeof METHODS)[number];

/** A part of the money, or all of it, given back. */
export interface CancelRecord {
  amountKrw: number;
  reason: string;
  refundableKrw: number;
  canceledAtMs: number;
  transactionKey: string;
}

/** The account made for one order, into which the buyer sends the money. */
export interface VirtualAccountRecord {
  accountNumber: string;
  bankCode: string;
  dueAtMs: number;
  expired: boolean;
  refundStatus: 'NONE' | 'COMPLETED';
  refundReceiveAccount: { bankCode: string; accountNumber: string; holderName: string } | null;
}

/** What the simulator knows of one payment. */
export interface PaymentRecord {
  paymentKey: string;
  /** Names the checkout page; the payment key is told only after the buyer has authenticated. */
  checkoutId: string;
  orderId: string;
  orderName: string;
  amountKrw: number;
  method: PaymentMethod;
  easyPayProvider: string | null;
  installmentMonths: number;
  customerName: string;
  metadata: Record<string, string> | null;
  successUrl: string;
  failUrl: string;
  status: PaymentStatus;
  requestedAtMs: number;
  authenticatedAtMs: number | null;
  /** When the money was taken; null again when the bank takes back a deposit. */
  approvedAtMs: number | null;
  lastTransactionKey: string | null;
  secret: string;
  /** With which of Toss's codes the confirmation will be refused, as a buyer's bank would. */
  confirmRefusal: string | null;
  failure: { code: string; message: string } | null;
  virtualAccountValidMs: number;
  virtualAccount: VirtualAccountRecord | null;
  cancels: CancelRecord[];
}

const CONFIRMED: readonly PaymentStatus[] = [
  'WAITING_FOR_DEPOSIT',
  'DONE',
  'CANCELED',
  'PARTIAL_CANCELED',
];

/** Whether a confirmation has gone through, whatever came after it. */
export function isConfirmed({ status, virtualAccount }: PaymentRecord): boolean {
  return CONFIRMED.includes(status) || virtualAccount !== null;
}

/** What is left to give back; of a payment that took no money, its whole amount. */
export function balanceKrw({ amountKrw, cancels }: PaymentRecord): number {
  return cancels.reduce((left, cancel) => left - cancel.amountKrw, amountKrw);
}

/** The money taken minus the money given back. */
export function chargedKrw(record: PaymentRecord): number {
  return record.approvedAtMs === null ? 0 : balanceKrw(record);
}
