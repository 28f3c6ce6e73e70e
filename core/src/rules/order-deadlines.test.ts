import { expect } from 'chai';
import { moveFromMs, orderDeadlines } from './order-deadlines.ts';
import { ORDER_STATES } from './order-states.ts';
import type { OrderActor, OrderMove, OrderState } from './order-states.ts';
import { DEFAULT_TERMS } from './till-terms.ts';

const DAY_MS = 86_400_000;
/** A Wednesday. */
const AT_MS = Date.parse('2026-11-25T14:00:00+09:00');
const NONE = { cancelFromMs: null, refundAtMs: null, deliveredAtMs: null, receivedAtMs: null };

const deadlines = (state: OrderState) => orderDeadlines({ state, stateAtMs: AT_MS }, DEFAULT_TERMS);
const from = (state: OrderState, move: OrderMove, actor: OrderActor) =>
  moveFromMs({ state, stateAtMs: AT_MS }, move, actor, DEFAULT_TERMS);

describe('the deadlines of an order', () => {
  it('are of working days until it is shipped', () => {
    expect(deadlines('paid')).to.deep.equal({
      ...NONE,
      cancelFromMs: Date.parse('2026-12-01T00:00:00+09:00'),
      refundAtMs: Date.parse('2026-12-05T00:00:00+09:00'),
    });
  });

  it('are fourteen days until it is taken for delivered, and seven more for received', () => {
    expect(deadlines('shipped')).to.deep.equal({ ...NONE, deliveredAtMs: AT_MS + 14 * DAY_MS });
    expect(deadlines('delivered')).to.deep.equal({ ...NONE, receivedAtMs: AT_MS + 7 * DAY_MS });
  });

  it('are those that operators have set', () => {
    const terms = {
      ...{ cancelAfterWorkingDays: 1, refundAfterWorkingDays: 2 },
      ...{ deliveredAfterMs: 5, receivedAfterMs: 6 },
    };
    const at = (state: OrderState) => orderDeadlines({ state, stateAtMs: AT_MS }, terms);
    expect(at('paid').cancelFromMs).to.equal(Date.parse('2026-11-27T00:00:00+09:00'));
    expect(at('paid').refundAtMs).to.equal(Date.parse('2026-11-28T00:00:00+09:00'));
    expect(at('shipped').deliveredAtMs).to.equal(AT_MS + 5);
    expect(at('delivered').receivedAtMs).to.equal(AT_MS + 6);
  });

  it('are none in a dispute, nor in any other state', () => {
    const timed = ['paid', 'shipped', 'delivered'];
    for (const state of ORDER_STATES.filter((each) => !timed.includes(each))) {
      expect(deadlines(state), state).to.deep.equal(NONE);
    }
  });

  it('hold a buyer who cancels, a seller who says that it arrived, and the clock', () => {
    expect(from('paid', 'cancel', 'buyer')).to.equal(deadlines('paid').cancelFromMs);
    expect(from('paid', 'cancel', 'system')).to.equal(deadlines('paid').refundAtMs);
    expect(from('shipped', 'deliver', 'seller')).to.equal(AT_MS + DAY_MS);
    expect(from('shipped', 'deliver', 'system')).to.equal(deadlines('shipped').deliveredAtMs);
    expect(from('delivered', 'receive', 'system')).to.equal(deadlines('delivered').receivedAtMs);
  });

  it('hold nobody else', () => {
    expect(from('paid', 'cancel', 'operator')).to.equal(null);
    expect(from('paid', 'ship', 'seller')).to.equal(null);
    expect(from('shipped', 'deliver', 'buyer')).to.equal(null);
    expect(from('shipped', 'receive', 'buyer')).to.equal(null);
    expect(from('delivered', 'dispute', 'buyer')).to.equal(null);
    expect(from('awaiting_payment', 'cancel', 'operator')).to.equal(null);
  });
});
