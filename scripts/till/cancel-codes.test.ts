import { expect } from 'chai';
import { learnPayment } from '@sagopalgo/core/orders/ask-toss.ts';
import { carryOutRefund } from '@sagopalgo/core/orders/carry-out-refund.ts';
import { CANCEL_VERDICTS } from '@sagopalgo/core/toss/verdicts.ts';
import { ACCOUNT, openTill } from './till-system.ts';
import type { Attempt, TillSystem } from './till-system.ts';

const PRICE_KRW = 100_000;

describe('a no of Toss to a refund', function refusing() {
  this.timeout(60_000);
  let till: TillSystem;
  before(async () => {
    till = await openTill();
    till.sim.webhooks.sendTo(null);
  });
  after(() => till.end());
  afterEach(() => till.sim.faults.clear());

  /** A refund under way, of what was deposited where an account is in question; Toss says no to it. */
  async function refusedWith(code: string, isDeposit: boolean) {
    const won = await till.won();
    const attempt = await till.attempt(won, isDeposit ? { method: '가상계좌' } : {});
    await till.confirm(attempt);
    if (isDeposit) {
      till.sim.deposit(attempt.tossOrderId);
      await learnPayment(till.deps(), attempt.tossOrderId);
    }
    const refundId = await till.askBack(attempt);
    if (isDeposit) await sayAccount(attempt);
    const orderId = attempt.tossOrderId;
    till.sim.faults.next({ on: 'cancel', kind: 'refuse', code, orderId });
    const outcome = await carryOutRefund(till.deps(), refundId);
    expect(chargedKrw(attempt)).to.equal(PRICE_KRW);
    return { attempt, refundId, outcome, told: toldOf(refundId) };
  }
  const sayAccount = (attempt: Attempt) =>
    till.call(attempt, 'POST', '/refund-account', { ...ACCOUNT, accountNumber: '220987654321' });
  const chargedKrw = ({ tossOrderId }: Attempt) => till.sim.charged()[tossOrderId];
  const toldOf = (refundId: string) =>
    till.api.log.events.filter(
      ({ event, facts }) => event === 'refund.refused' && JSON.stringify(facts).includes(refundId),
    ).length;

  async function expectGivenBackOnce(attempt: Attempt, refundId: string): Promise<void> {
    expect(await carryOutRefund(till.deps(), refundId)).to.equal('done');
    expect(chargedKrw(attempt)).to.equal(0);
    const [payment] = till.sim.payments().filter((each) => each.orderId === attempt.tossOrderId);
    expect(payment?.cancels).to.have.length(1);
    expect(await till.balances(attempt)).to.deep.equal({});
  }

  for (const [code, verdict] of CANCEL_VERDICTS) {
    it(`that is ${code} is taken for ${verdict}`, async () => {
      const isDeposit = verdict === 'wrong-account';
      const { attempt, refundId, outcome, told } = await refusedWith(code, isDeposit);
      const [refund] = await till.refundsOf(attempt);
      expect(refund).to.include({ refundId, failureCode: code, tries: 1 });
      switch (verdict) {
        case 'definitive':
          // A person is told; nothing goes back behind their back.
          expect([outcome, told]).to.deep.equal(['refused', 1]);
          expect(await carryOutRefund(till.deps(), refundId)).to.equal('taken');
          expect(chargedKrw(attempt)).to.equal(PRICE_KRW);
          break;
        case 'wrong-account':
          expect([outcome, told]).to.deep.equal(['needs-account', 0]);
          expect(refund?.receiveAccount).to.equal(null);
          await sayAccount(attempt);
          await expectGivenBackOnce(attempt, refundId);
          break;
        case 'unknown':
          expect([outcome, told]).to.deep.equal(['pending', 0]);
          await expectGivenBackOnce(attempt, refundId);
          break;
        default:
          throw new Error(`no code of Toss's table is ${verdict}`);
      }
    });
  }
});
