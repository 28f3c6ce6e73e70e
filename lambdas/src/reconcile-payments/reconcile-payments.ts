import { eq, isNull, or } from 'drizzle-orm';
import { orders, payments, refunds, tossWebhooks } from '@sagopalgo/core/mysql/till-schema.ts';
import { isLongUnheard, isLongUnknown } from '@sagopalgo/core/orders/long-unknown.ts';
import { lacksMoney } from '@sagopalgo/core/orders/lost-sales.ts';
import type { TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import { askGivenUp } from './ask-given-up.ts';
import { carryOutRefunds } from './carry-out-refunds.ts';
import { endForgotten } from './end-forgotten.ts';
import { followWebhooks } from './follow-webhooks.ts';
import { settleConfirming } from './settle-confirming.ts';
import { watchDeposits } from './watch-deposits.ts';

/** What is open at the till after a run. */
export interface TillCounts {
  /** Whether money moved is not known. */
  unknown: number;
  /** The same for so long that a person has been told. */
  longUnknown: number;
  waitingDeposits: number;
  /** Orders that go on without their money until an operator has decided. */
  lackingMoney: number;
  refundsPending: number;
  refundsWithoutAccount: number;
  refundsRefused: number;
  webhooksOpen: number;
}

/**
 * Brings to its end whatever was begun with Toss and not finished: hints that nobody followed up,
 * attempts whose outcome is unknown, accounts that wait for money, money that has to go back. Each kind
 * in a bounded batch, the longest unasked first; a run at once with another changes nothing twice. Throws
 * at the end what failed on our side; that Toss does not answer is no failure, and asked again later.
 */
export async function reconcilePayments(deps: TillDeps): Promise<TillCounts> {
  const errors: unknown[] = [];
  for (const work of [
    followWebhooks,
    settleConfirming,
    watchDeposits,
    askGivenUp,
    carryOutRefunds,
    endForgotten,
  ]) {
    try {
      await work(deps);
    } catch (error) {
      errors.push(...(error instanceof AggregateError ? (error.errors as unknown[]) : [error]));
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} payments failed`);
  return await countOpen(deps);
}

async function countOpen({ db, now }: TillDeps): Promise<TillCounts> {
  const nowMs = now();
  const isUnknown = or(eq(payments.state, 'confirming'), isLongUnheard(db, nowMs));
  const inState = (state: 'pending' | 'needs-account' | 'refused') =>
    db.$count(refunds, eq(refunds.state, state));
  return {
    unknown: await db.$count(payments, isUnknown),
    longUnknown: await db.$count(payments, isLongUnknown(db, nowMs)),
    waitingDeposits: await db.$count(payments, eq(payments.state, 'waiting_for_deposit')),
    lackingMoney: await db.$count(orders, lacksMoney(db)),
    refundsPending: await inState('pending'),
    refundsWithoutAccount: await inState('needs-account'),
    refundsRefused: await inState('refused'),
    webhooksOpen: await db.$count(tossWebhooks, isNull(tossWebhooks.handledAtMs)),
  };
}
