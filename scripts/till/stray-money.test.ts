import { expect } from 'chai';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { chargedTwice } from './charged-twice.ts';
import { openOperatedTill } from './operated-till.ts';
import type { OperatedTill } from './operated-till.ts';

const SOON_MS = 20_000;

describe('money that came beside what an order was paid with', () => {
  let till: OperatedTill;
  before(async () => {
    till = await openOperatedTill();
  });
  after(() => till.end());

  it('is no refund of the sale, also where a person gave it back at Toss', async () => {
    const { first, second: won } = await chargedTwice(till);
    const orderId = first.tossOrderId;
    till.sim.faults.next({ on: 'cancel', kind: 'refuse', code: 'REFUND_REJECTED', orderId });
    await reconcilePayments(till.deps(SOON_MS));
    await till.atToss.cancel(first);
    await learnPayment(till.deps(), orderId);
    const causes = (await till.refundsOf(won)).map(({ cause, state }) => [cause, state]);
    expect(causes).to.have.deep.members([
      ['passed-on', 'replaced'],
      ['passed-on', 'done'],
    ]);
    const seen = async () => (await till.asOperator(won, 'GET', '')).body;
    expect(await seen()).to.deep.include({ refundedKrw: 0, proceedsKrw: 95_000 });
    await till.askBack(won, 40_000);
    expect(await seen()).to.deep.include({ refundedKrw: 0, proceedsKrw: 57_000 });
    await reconcilePayments(till.deps(SOON_MS));
    expect(await seen()).to.deep.include({ refundedKrw: 40_000, proceedsKrw: 57_000 });
  });
});
