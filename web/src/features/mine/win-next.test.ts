import { ORDER_STATES } from '@sagopalgo/core/rules/order-states.ts';
import { expect } from 'chai';
import { winNext } from './win-next.ts';

describe('the next step of a winner', () => {
  it('is to pay as long as nothing has been paid, and only then', () => {
    const leadsToPay = ORDER_STATES.filter((state) => winNext(state).leadsTo === 'pay');
    expect(leadsToPay).to.deep.equal(['awaiting_payment']);
    expect(winNext('awaiting_payment').button).to.equal('결제하기');
  });

  it('is the order in every other state, with a word on it', () => {
    const others = ORDER_STATES.filter((state) => state !== 'awaiting_payment').map(winNext);
    expect(new Set(others.map(({ button }) => button))).to.deep.equal(new Set(['주문 보기']));
    for (const { words } of others) expect(words).to.match(/요\.$/);
  });

  it('shows the time left only where time to pay runs', () => {
    const timed = ORDER_STATES.filter((state) => winNext(state).isTimed);
    expect(timed).to.deep.equal(['awaiting_payment', 'awaiting_deposit']);
  });

  it('never asks to pay again while an outcome is not known', () => {
    expect(winNext('paying')).to.deep.include({ isDue: false, isTimed: false });
    expect(winNext('paying').words).to.contain('다시 결제하지 마세요');
  });
});
