import { expect } from 'chai';
import { ORDER_STATES } from './order-states.ts';
import { TALK_AFTER_MS, talkUntilMs } from './talk-times.ts';

describe('the times of a talk', () => {
  it('end a while after the order has, and never before', () => {
    const over = ORDER_STATES.filter((state) => talkUntilMs({ state, stateAtMs: 5 }) !== null);
    expect(over).to.have.members(['paid_out', 'expired', 'cancelled', 'refunded']);
    expect(talkUntilMs({ state: 'paid_out', stateAtMs: 5 })).to.equal(5 + TALK_AFTER_MS);
  });
});
