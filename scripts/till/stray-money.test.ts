import { expect } from 'chai';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { openOperatedTill } from './operated-till.ts';
import type { TillSystem } from './till-system.ts';

const SOON_MS = 20_000;

describe('money that came beside what an order was paid with', () => {
  let till: TillSystem;
  let operator: { userId: string; token: string };
  before(async () => {
    ({ till, operator } = await openOperatedTill());
  });
  after(() => till.end());

  it('is no refund of the sale, also where a person gave it back at Toss', async () => {
    const won = await till.won();
    const first = await till.attempt(won);
    const orderId = first.tossOrderId;
    till.sim.faults.next({ on: 'confirm', kind: 'refuse', code: 'INVALID_REQUEST', orderId });
    expect((await till.confirm(first)).body.outcome).to.equal('declined');
    const second = await till.attempt(won);
    expect((await till.confirm(second)).body.outcome).to.equal('paid');
    await till.atToss.confirm(first);
    await learnPayment(till.deps(), orderId);
    till.sim.faults.next({ on: 'cancel', kind: 'refuse', code: 'REFUND_REJECTED', orderId });
    await reconcilePayments(till.deps(SOON_MS));
    await till.atToss.cancel(first);
    await learnPayment(till.deps(), orderId);
    const causes = (await till.refundsOf(won)).map(({ cause, state }) => [cause, state]);
    expect(causes).to.have.deep.members([
      ['passed-on', 'replaced'],
      ['passed-on', 'done'],
    ]);
    const seen = async () => (await till.call({ ...won, buyer: operator }, 'GET', '')).body;
    expect(await seen()).to.deep.include({ refundedKrw: 0, proceedsKrw: 95_000 });
    await till.askBack(won, 40_000);
    expect(await seen()).to.deep.include({ refundedKrw: 0, proceedsKrw: 57_000 });
    await reconcilePayments(till.deps(SOON_MS));
    expect(await seen()).to.deep.include({ refundedKrw: 40_000, proceedsKrw: 57_000 });
  });
});
