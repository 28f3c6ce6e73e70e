import { expect } from 'chai';
import { CONFIRM_VERDICTS } from '@sagopalgo/core/toss/verdicts.ts';
import { openTill } from './till-system.ts';
import type { TillSystem } from './till-system.ts';

/** Every code by which Toss says for good that it has not charged anything. */
const DEFINITIVE = [...CONFIRM_VERDICTS].flatMap(([code, verdict]) =>
  verdict === 'definitive' ? [code] : [],
);

describe('a no of Toss for good', function declining() {
  this.timeout(60_000);
  let till: TillSystem;
  before(async () => {
    till = await openTill();
    till.sim.webhooks.sendTo(null);
  });
  after(() => till.end());

  it('declines the attempt, whichever it is, and leaves the order to be paid by another', async () => {
    const won = await till.won();
    for (const code of DEFINITIVE) {
      const attempt = await till.attempt(won);
      till.sim.faults.next({ on: 'confirm', kind: 'refuse', code, orderId: attempt.tossOrderId });
      const { body } = await till.confirm(attempt);
      expect(body.outcome, code).to.equal('declined');
      expect(body.payment.failure?.code).to.equal(code);
      expect(await till.orderOf(won), code).to.include({ state: 'awaiting_payment' });
    }
    expect(Object.values(till.sim.charged())).to.deep.equal(DEFINITIVE.map(() => 0));
    expect((await till.confirm(await till.attempt(won))).body.outcome).to.equal('paid');
  });
});
