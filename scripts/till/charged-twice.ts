import { expect } from 'chai';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import type { Attempt, TillSystem } from './till-system.ts';

/** An order that is charged twice: by an attempt that Toss declined at first, and by the one after it. */
export async function chargedTwice(till: TillSystem): Promise<{ first: Attempt; second: Attempt }> {
  const won = await till.won();
  const first = await till.attempt(won);
  const orderId = first.tossOrderId;
  till.sim.faults.next({ on: 'confirm', kind: 'refuse', code: 'INVALID_REQUEST', orderId });
  expect((await till.confirm(first)).body.outcome).to.equal('declined');
  const second = await till.attempt(won);
  expect((await till.confirm(second)).body.outcome).to.equal('paid');
  await till.atToss.confirm(first);
  await learnPayment(till.deps(), orderId);
  return { first, second };
}
