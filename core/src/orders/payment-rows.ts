import { eq } from 'drizzle-orm';
import type { RefundCause } from '../contracts/payments.ts';
import type { Db, Tx } from '../mysql/connect.ts';
import { payments } from '../mysql/till-schema.ts';
import type { Toss } from '../toss/toss-client.ts';
import type { AuctionRedis } from '../redis/connect.ts';

export type PaymentRow = typeof payments.$inferSelect;

/** What is told of payments; ERROR means that a person must act. */
export interface TillLog {
  error(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  info(event: string, facts?: Record<string, unknown>): void;
}

/** What both the api and the reconciler handle payments with. */
export interface TillDeps {
  db: Db;
  redis: AuctionRedis;
  log: TillLog;
  now: () => number;
  toss: Toss;
}

/** Money that came for an order that had been passed on carries this, and is no sale. */
export const PASSED_ON = 'PASSED_ON';

/** Why such money goes back. */
export function strayCause({ virtualAccount }: Pick<PaymentRow, 'virtualAccount'>): RefundCause {
  return virtualAccount === null ? 'passed-on' : 'late-deposit';
}

/** An attempt whose amount somebody had changed on the way to Toss carries this. */
export const AMOUNT_CHANGED = 'AMOUNT_CHANGED';

/** An attempt that an operator has ended carries the first, and the second once nothing can come of it. */
export const GIVEN_UP = 'GIVEN_UP';
export const GIVEN_UP_OVER = 'GIVEN_UP_OVER';

export async function findPayment(db: Db, tossOrderId: string): Promise<PaymentRow | null> {
  const [row] = await db.select().from(payments).where(eq(payments.tossOrderId, tossOrderId));
  return row ?? null;
}

/** Reads an attempt under a lock; take the order's first, as everybody does. */
export async function lockPayment(tx: Tx, tossOrderId: string): Promise<PaymentRow> {
  const [row] = await tx
    .select()
    .from(payments)
    .where(eq(payments.tossOrderId, tossOrderId))
    .for('update');
  if (!row) throw new Error(`no attempt ${tossOrderId}`);
  return row;
}

/** Changes an attempt and returns it as it then stands. */
export async function changePayment(
  tx: Tx,
  payment: PaymentRow,
  changed: Partial<Omit<PaymentRow, 'tossOrderId' | 'orderId' | 'amountKrw'>>,
): Promise<PaymentRow> {
  await tx.update(payments).set(changed).where(eq(payments.tossOrderId, payment.tossOrderId));
  return { ...payment, ...changed };
}

/** Whether anything happened to an attempt since it was read, so that an answer may be of before that. */
export function hasMoved(seen: PaymentRow, now: PaymentRow): boolean {
  return TELLING.some((name) => seen[name] !== now[name]);
}

const TELLING = ['state', 'paymentKey', 'confirmingAtMs', 'doneAtMs', 'balanceKrw'] as const;
