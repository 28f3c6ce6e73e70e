import type { Tx } from '../mysql/connect.ts';
import { maskedKey } from '../toss/payment.ts';
import type { TossPayment } from '../toss/payment.ts';
import { bookCancels } from './book-cancels.ts';
import { charge } from './charge.ts';
import { awaitDeposit, lapseDeposit, undoDeposit } from './deposits.ts';
import { lockOrder, moveOrder } from './move-order.ts';
import type { OrderRow } from './move-order.ts';
import { rowTransaction } from '../mysql/row-transaction.ts';
import { payAgainByMs } from './pay-again.ts';
import { decide } from './payment-decision.ts';
import { changePayment, hasMoved, lockPayment } from './payment-rows.ts';
import type { PaymentRow, TillDeps } from './payment-rows.ts';
import { noteStandstill } from './stand-still.ts';
import { tellParties } from './tell-parties.ts';

const REASON_MAX_CHARS = 500;
/** Whoever is told no sooner than that had to wait for it. */
const KNOWN_WITHIN_MS = 15_000;

/** How attempt and order stand after an answer of Toss. */
export interface Applied {
  payment: PaymentRow;
  order: OrderRow;
  /** Something else came first since `seen` was read, and nothing was changed: ask again. */
  isStale: boolean;
  /** False where Toss says what nobody can follow, which a person has been told. */
  isFollowed: boolean;
}

interface Standing {
  payment: PaymentRow;
  order: OrderRow;
}

/** What one answer came to, and what a person has to know of it, within the transaction. */
export interface Followed extends Standing {
  trouble?: string;
  /** It has just happened, so it is told however often the like has been before. */
  isEvent?: boolean;
}

/**
 * Applies what Toss says of an attempt, whoever heard it: the confirmation, a webhook's follow-up or the
 * reconciler. `seen` is the attempt as it was read before Toss was asked: an answer counts only while the
 * attempt still stands so, since one that is older than what is known could undo it. Twice is as once.
 */
export async function applyPayment(
  deps: TillDeps,
  seen: PaymentRow,
  theirs: TossPayment,
): Promise<Applied> {
  return await changeUnderLock(deps, seen, async (tx, order, payment, nowMs) => {
    const followed = await follow(tx, order, payment, theirs, nowMs);
    const toldHeldKrw = heldKrw(followed.payment, theirs);
    return { ...followed, payment: await changePayment(tx, followed.payment, { toldHeldKrw }) };
  });
}

/** An attempt that was proved not to have been charged: the order can be paid by another. */
export async function declineAttempt(
  deps: TillDeps,
  seen: PaymentRow,
  failure: { code: string; message: string },
): Promise<Applied> {
  return await changeUnderLock(deps, seen, (tx, order, payment, nowMs) =>
    payment.state === 'confirming'
      ? decline(tx, order, payment, failure, nowMs)
      : Promise.resolve({ payment, order }),
  );
}

async function changeUnderLock(
  deps: TillDeps,
  seen: PaymentRow,
  work: (tx: Tx, order: OrderRow, payment: PaymentRow, nowMs: number) => Promise<Followed>,
): Promise<Applied> {
  const { orderId, tossOrderId } = seen;
  const { before, after, isStale, isNews } = await rowTransaction(deps.db, async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order) throw new Error(`attempt ${tossOrderId} without an order`);
    const payment = await lockPayment(tx, tossOrderId);
    const found = { before: { order, payment }, isNews: false };
    if (hasMoved(seen, payment)) return { ...found, after: { order, payment }, isStale: true };
    const nowMs = deps.now();
    const after: Followed = await work(tx, order, payment, nowMs);
    const isFirst = after.trouble !== undefined && (await noteStandstill(tx, after.order, nowMs));
    const isNews = isFirst || after.isEvent === true;
    return { ...found, after, isStale: false, isNews };
  });
  const { order, payment, trouble } = after;
  const facts = { orderId, tossOrderId, paymentKey: maskedKey(payment.paymentKey) };
  if (isNews) deps.log.error('payment.stands-still', { ...facts, trouble });
  if (hasChanged(before, after)) {
    const { state, failureCode } = payment;
    deps.log.info('payment.moved', { ...facts, state, failureCode, orderState: order.state });
    await tellParties(deps, order);
  }
  const isFollowed = trouble === undefined || after.isEvent === true;
  return { payment, order, isStale, isFollowed };
}

// Of an account that nobody has paid into, what is left says nothing.
function heldKrw({ state }: PaymentRow, { status, balanceAmount }: TossPayment): number {
  const isHere = ['DONE', 'PARTIAL_CANCELED'].includes(status);
  const isCharged = state === 'done' || state === 'cancelled';
  return isHere || (status === 'CANCELED' && isCharged) ? balanceAmount : 0;
}

// A part that has gone back leaves both states as they were.
function hasChanged(before: Standing, after: Standing): boolean {
  return (
    before.order.state !== after.order.state ||
    before.payment.state !== after.payment.state ||
    before.payment.balanceKrw !== after.payment.balanceKrw
  );
}

async function follow(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  theirs: TossPayment,
  nowMs: number,
): Promise<Followed> {
  const decision = decide(payment, theirs);
  switch (decision.follows) {
    case 'nothing':
      return { payment, order };
    case 'charge': {
      const charged = await charge(tx, order, payment, theirs, nowMs);
      return await followCancels(tx, charged, theirs, nowMs);
    }
    case 'follow-cancels':
      return await followCancels(tx, { payment, order }, theirs, nowMs);
    case 'await-deposit':
      return await awaitDeposit(tx, order, payment, theirs, nowMs);
    case 'undo-deposit':
      return await undoDeposit(tx, order, payment, theirs, nowMs);
    case 'lapse-deposit':
      return await lapseDeposit(tx, order, payment, nowMs);
    case 'decline':
      return await decline(tx, order, payment, decision, nowMs);
    case 'stand-still':
      return { payment, order, trouble: decision.why };
    default:
      throw new Error(`unforeseen: ${JSON.stringify(decision satisfies never)}`);
  }
}

async function followCancels(
  tx: Tx,
  charged: { payment: PaymentRow; order: OrderRow },
  theirs: TossPayment,
  nowMs: number,
): Promise<Followed> {
  if (theirs.cancels.length === 0) return charged;
  const { payment, order, isUnasked } = await bookCancels(tx, charged, theirs, nowMs);
  const trouble = 'money went back at Toss of an order that goes on';
  return isUnasked ? { payment, order, trouble, isEvent: true } : { payment, order };
}

async function decline(
  tx: Tx,
  order: OrderRow,
  payment: PaymentRow,
  { code, message }: { code: string; message: string },
  nowMs: number,
): Promise<Followed> {
  const failure = { failureCode: code, failureMessage: message };
  const failed = await changePayment(tx, payment, { state: 'failed', ...failure });
  const reason = (message || code).slice(0, REASON_MAX_CHARS);
  const word = { actor: 'system', reason, nowMs } as const;
  // However little time was left, it went by while the buyer was told to wait.
  const also = wasUnknown(payment, nowMs) ? { payByMs: payAgainByMs(order, nowMs) } : {};
  const moved = await moveOrder(tx, order.orderId, 'decline-payment', word, also);
  return { payment: failed, order: moved.order ?? order };
}

// While it is being confirmed, a code says that Toss was heard and nothing was learned.
function wasUnknown({ failureCode, confirmingAtMs }: PaymentRow, nowMs: number): boolean {
  return failureCode !== null || nowMs - (confirmingAtMs ?? nowMs) > KNOWN_WITHIN_MS;
}
