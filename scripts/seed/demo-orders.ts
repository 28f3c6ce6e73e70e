import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Address } from '@sagopalgo/core/contracts/addresses.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { orderAddresses, payments, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { paymentDefaults } from '@sagopalgo/core/mysql/till-schema.ts';
import { bookCancels, cancelReason } from '@sagopalgo/core/orders/book-cancels.ts';
import { charge } from '@sagopalgo/core/orders/charge.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { totalKrw } from '@sagopalgo/core/orders/open-order.ts';
import { lockPayment } from '@sagopalgo/core/orders/payment-rows.ts';
import type { PaymentRow } from '@sagopalgo/core/orders/payment-rows.ts';
import { openRefund } from '@sagopalgo/core/orders/refunds.ts';
import type { OrderActor, OrderMove } from '@sagopalgo/core/rules/order-states.ts';
import { tossPaymentSchema } from '@sagopalgo/core/toss/payment.ts';
import { writePayout } from '@sagopalgo/lambdas/src/pay-out-sellers/pay-out-sellers.ts';

const HOUR_MS = 3_600_000;
const CARD = '카드';
const ADDRESS: Address = {
  ...{ recipient: '홍길동', phone: '01012345678', postcode: '03045' },
  ...{ line1: '서울 종로구 사직로 161', line2: '101호', memo: '문 앞에 놓아 주세요.' },
};
const SHIPMENT = { carrier: 'cj', trackingNumber: '123456789012' };

const KEY_PREFIX = 'demo-';

/** Payment keys that no Toss knows of yet, as a pattern for SQL's LIKE. */
export const DEMO_KEYS = `${KEY_PREFIX}%`;

/** What happened to an order, so many hours after its auction had closed. */
export interface DemoStep {
  move: OrderMove;
  afterHours: number;
  actor: OrderActor;
  /** Left out where what makes the move says it. */
  reason?: string;
}

/** Lets an order live through its steps, as the product itself would have done it all at the time. */
export async function liveThrough(
  tx: Tx,
  opened: OrderRow,
  steps: readonly DemoStep[],
): Promise<void> {
  let order = opened;
  for (const step of steps) {
    order = await take(tx, order, step, opened.createdAtMs + step.afterHours * HOUR_MS);
  }
}

async function take(tx: Tx, order: OrderRow, step: DemoStep, nowMs: number): Promise<OrderRow> {
  switch (step.move) {
    case 'begin-payment':
      await beginPayment(tx, order, nowMs);
      return await mustMove(tx, order, step, nowMs);
    case 'pay':
      return await pay(tx, order, nowMs);
    case 'ship':
      return await mustMove(tx, order, step, nowMs, { ...SHIPMENT, shippedAtMs: nowMs });
    case 'deliver':
      return await mustMove(tx, order, step, nowMs, { deliveredAtMs: nowMs });
    case 'refund':
      return await giveAllBack(tx, order, nowMs);
    case 'pay-out': {
      const paid = await writePayout(tx, order.orderId, nowMs);
      if (!paid) throw new Error(`demo order ${order.orderId} is held up`);
      return paid.order;
    }
    case 'expire': {
      const { orderId, auctionId, buyerId: bidderId, amountKrw } = order;
      const row = { orderId, auctionId, bidderId, amountKrw, defaultedAtMs: nowMs };
      await tx.insert(paymentDefaults).values(row);
      return await mustMove(tx, order, step, nowMs);
    }
    default:
      return await mustMove(tx, order, step, nowMs);
  }
}

async function mustMove(
  tx: Tx,
  { orderId, buyerId, sellerId }: OrderRow,
  { move, actor, reason }: DemoStep,
  nowMs: number,
  also: Parameters<typeof moveOrder>[4] = {},
): Promise<OrderRow> {
  const actorId = {
    buyer: buyerId,
    seller: sellerId,
    operator: 'demo-operator',
    system: undefined,
  };
  const who = actorId[actor] === undefined ? {} : { actorId: actorId[actor] };
  if (reason === undefined)
    throw new Error(`demo order ${orderId} cannot ${move} without a reason`);
  const moved = await moveOrder(tx, orderId, move, { actor, ...who, reason, nowMs }, also);
  if (!moved.isMoved) throw new Error(`demo order ${orderId} cannot ${move}`);
  return moved.order;
}

async function beginPayment(tx: Tx, order: OrderRow, nowMs: number): Promise<void> {
  const { orderId, buyerId } = order;
  await tx.insert(orderAddresses).values({ orderId, ...ADDRESS, changedAtMs: nowMs });
  const tossOrderId = randomUUID();
  await tx.insert(payments).values({
    ...{ tossOrderId, orderId, buyerId, amountKrw: totalKrw(order), state: 'confirming' },
    ...{ paymentKey: `${KEY_PREFIX}${tossOrderId}`, createdAtMs: nowMs, confirmingAtMs: nowMs },
  });
}

async function pay(tx: Tx, order: OrderRow, nowMs: number): Promise<OrderRow> {
  const payment = await paymentOf(tx, order);
  return (await charge(tx, order, payment, told(payment), nowMs)).order;
}

async function giveAllBack(tx: Tx, order: OrderRow, nowMs: number): Promise<OrderRow> {
  const payment = await paymentOf(tx, order);
  const reason = '주문이 취소됐어요.';
  const asked = { amountKrw: payment.amountKrw, cause: 'cancelled' as const, reason, nowMs };
  const refundId = await openRefund(tx, { order, ...asked });
  const [refund] = await tx
    .select()
    .from(refunds)
    .where(eq(refunds.refundId, refundId ?? ''));
  if (!refund) throw new Error(`demo order ${order.orderId} has nothing to give back`);
  const cancel = {
    ...{ cancelAmount: refund.amountKrw, cancelReason: cancelReason(refund) },
    ...{ transactionKey: `demo-${refund.refundId}`, cancelStatus: 'DONE' },
  };
  const theirs = { ...told(payment), status: 'CANCELED', balanceAmount: 0, cancels: [cancel] };
  return (await bookCancels(tx, { order, payment }, theirs, nowMs)).order;
}

async function paymentOf(tx: Tx, { orderId }: OrderRow): Promise<PaymentRow> {
  const { tossOrderId } = payments;
  const [found] = await tx
    .select({ tossOrderId })
    .from(payments)
    .where(eq(payments.orderId, orderId));
  return await lockPayment(tx, found?.tossOrderId ?? '');
}

// As Toss would tell of a charge that went through.
function told({ tossOrderId, paymentKey, amountKrw }: PaymentRow) {
  return tossPaymentSchema.parse({
    ...{ paymentKey, orderId: tossOrderId, status: 'DONE', currency: 'KRW', method: CARD },
    ...{ totalAmount: amountKrw, balanceAmount: amountKrw },
  });
}
