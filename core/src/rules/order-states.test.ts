import { expect } from 'chai';
import { movesOf, ORDER_ACTORS, ORDER_MOVES, ORDER_STATES, orderAfter } from './order-states.ts';
import { ORDER_TRANSITIONS } from './order-states.ts';
import type { OrderState } from './order-states.ts';

/** The table once more, written from what was agreed: move, from, to, who. */
const AGREED = `
  begin-payment   awaiting_payment paying           buyer
  decline-payment paying           awaiting_payment system
  await-deposit   paying           awaiting_deposit system
  lapse-deposit   awaiting_deposit awaiting_payment system
  pay             awaiting_payment paid             system
  pay             paying           paid             system
  pay             awaiting_deposit paid             system
  undo-deposit    paid             awaiting_deposit system
  ship            paid             shipped          seller
  deliver         shipped          delivered        buyer,seller,operator,system
  receive         shipped          received         buyer
  receive         delivered        received         buyer,system
  pay-out         received         paid_out         system
  expire          awaiting_payment expired          system
  expire          awaiting_deposit expired          system
  cancel          awaiting_payment cancelled        operator
  cancel          awaiting_deposit cancelled        operator
  cancel          paid             cancelled        buyer,operator,system
  refund          cancelled        refunded         system
  dispute         paid             disputed         operator
  dispute         shipped          disputed         buyer,operator
  dispute         delivered        disputed         buyer,operator
  dispute         received         disputed         operator
  uphold-dispute  disputed         cancelled        operator
  settle-dispute  disputed         received         operator
  release-dispute disputed         received         operator`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/) as [string, string, string, string]);

const FINAL: readonly OrderState[] = ['paid_out', 'expired', 'refunded'];

describe('the life of an order', () => {
  for (const [move, from, to, by] of AGREED) {
    it(`lets ${by} ${move} from ${from}, and nobody else`, () => {
      for (const actor of ORDER_ACTORS) {
        const expected = by.split(',').includes(actor) ? to : null;
        expect(orderAfter(from as never, move as never, actor), actor).to.equal(expected);
      }
    });
  }

  it('has no other way, whoever tries', () => {
    const agreed = new Set(AGREED.map(([move, from]) => `${move} ${from}`));
    let refused = 0;
    for (const from of ORDER_STATES) {
      for (const move of ORDER_MOVES.filter((each) => !agreed.has(`${each} ${from}`))) {
        for (const actor of ORDER_ACTORS) {
          expect(orderAfter(from, move, actor), `${actor} ${move} ${from}`).to.equal(null);
          refused += 1;
        }
      }
    }
    const ways = ORDER_STATES.length * ORDER_MOVES.length;
    expect(refused).to.equal((ways - AGREED.length) * ORDER_ACTORS.length);
    expect(ORDER_TRANSITIONS).to.have.length(AGREED.length);
  });

  it('names each way once', () => {
    const ways = ORDER_TRANSITIONS.map(({ move, from }) => `${move} ${from}`);
    expect(new Set(ways).size).to.equal(ways.length);
  });

  it('ends nowhere but where it is meant to', () => {
    const ends = ORDER_STATES.filter((state) =>
      ORDER_ACTORS.every((actor) => movesOf(state, actor).length === 0),
    );
    expect(ends).to.have.members(FINAL);
    for (const state of ORDER_STATES) {
      expect(
        [...reachedFrom(state)].some((each) => FINAL.includes(each)),
        state,
      ).to.equal(true);
    }
  });

  it('leads from the award to every state', () => {
    expect([...reachedFrom('awaiting_payment')]).to.have.members([...ORDER_STATES]);
  });

  it('gives nobody the money and the refund as well', () => {
    expect([...reachedFrom('received')]).to.include.members(['paid_out', 'disputed', 'refunded']);
    for (const ended of ['cancelled', 'refunded', 'expired'] as const) {
      expect([...reachedFrom(ended)], ended).to.not.include.members(['paid_out']);
      expect([...reachedFrom(ended)], ended).to.not.include.members(['received']);
    }
    expect([...reachedFrom('paid_out')]).to.deep.equal(['paid_out']);
  });

  it('freezes in a dispute for all but an operator', () => {
    expect(movesOf('disputed', 'operator')).to.have.members([
      ...['uphold-dispute', 'settle-dispute', 'release-dispute'],
    ]);
    for (const actor of ['buyer', 'seller', 'system'] as const) {
      expect(movesOf('disputed', actor), actor).to.deep.equal([]);
    }
  });

  it('tells what one may do', () => {
    expect(movesOf('paid', 'seller')).to.deep.equal(['ship']);
    expect(movesOf('shipped', 'buyer')).to.have.members(['deliver', 'receive', 'dispute']);
    expect(movesOf('awaiting_payment', 'seller')).to.deep.equal([]);
  });
});

function reachedFrom(start: OrderState): Set<OrderState> {
  const reached = new Set([start]);
  for (const state of reached) {
    for (const { from, to } of ORDER_TRANSITIONS) if (from === state) reached.add(to);
  }
  return reached;
}
