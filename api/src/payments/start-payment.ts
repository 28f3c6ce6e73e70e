import { randomBytes } from 'node:crypto';
import { and, eq, gt, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import type { Address } from '@sagopalgo/core/contracts/addresses.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { startPayment } from '@sagopalgo/core/contracts/payments.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { orderAddresses, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { lockOrder } from '@sagopalgo/core/orders/move-order.ts';
import { totalKrw } from '@sagopalgo/core/orders/open-order.ts';
import { CHARGE_MAX_KRW, CHARGE_MIN_KRW, isPayable } from '@sagopalgo/core/rules/payable.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { orderNameOf } from './get-checkout.ts';
import { checkPayable, ownOrder } from './own-order.ts';

const ORDER_ID_BYTES = 24;
const HOUR_MS = 3_600_000;
const ATTEMPTS_AN_HOUR = 100;
const RETRY_AFTER_MS = 600_000;

/**
 * Makes an attempt to pay for an order, with an order id of its own at Toss that nobody can guess. Its
 * amount is the order's, whatever a browser says later.
 */
export async function beginAttempt(
  deps: Pick<Deps, 'db' | 'now'>,
  orderId: string,
  { userId, nickname }: Pick<Caller, 'userId' | 'nickname'>,
  address: Address,
): Promise<z.output<typeof startPayment.reply>> {
  const { auctionId } = await ownOrder(deps, orderId, userId);
  const orderName = await orderNameOf(deps, auctionId);
  const nowMs = deps.now();
  const tossOrderId = randomBytes(ORDER_ID_BYTES).toString('base64url');
  const amountKrw = await deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order) throw new RefusalError('ORDER_NOT_FOUND');
    await checkNoneUnderWay(tx, orderId);
    checkPayable(order, nowMs);
    const dueKrw = totalKrw(order);
    if (!isPayable(dueKrw)) {
      const limits = { lowestKrw: CHARGE_MIN_KRW, highestKrw: CHARGE_MAX_KRW };
      throw new RefusalError('AMOUNT_NOT_PAYABLE', { amountKrw: dueKrw, ...limits });
    }
    await checkPace(tx, orderId, nowMs);
    await keepAddress(tx, orderId, address, nowMs);
    const attempt = { tossOrderId, orderId, buyerId: userId, amountKrw: dueKrw };
    await tx.insert(payments).values({ ...attempt, state: 'pending', createdAtMs: nowMs });
    return dueKrw;
  });
  return { tossOrderId, orderName, amountKrw, customerName: nickname };
}

/** Throws PAYMENT_UNDER_WAY while the outcome of an attempt is open. */
export async function checkNoneUnderWay(tx: Tx, orderId: string): Promise<void> {
  const underWay = await tx.$count(
    payments,
    and(eq(payments.orderId, orderId), inArray(payments.state, ['confirming'])),
  );
  if (underWay > 0) throw new RefusalError('PAYMENT_UNDER_WAY');
}

async function checkPace(tx: Tx, orderId: string, nowMs: number): Promise<void> {
  const recent = and(eq(payments.orderId, orderId), gt(payments.createdAtMs, nowMs - HOUR_MS));
  if ((await tx.$count(payments, recent)) >= ATTEMPTS_AN_HOUR) {
    throw new RefusalError('RATE_LIMITED', { retryAfterMs: RETRY_AFTER_MS });
  }
}

async function keepAddress(
  tx: Tx,
  orderId: string,
  address: Address,
  nowMs: number,
): Promise<void> {
  const row = { ...address, changedAtMs: nowMs };
  await tx
    .insert(orderAddresses)
    .values({ orderId, ...row })
    .onDuplicateKeyUpdate({ set: row });
}
