import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { ORDER_STATES } from '@sagopalgo/core/rules/order-states.ts';
import { expect } from 'chai';
import type { Sale } from './sale-next.ts';
import { saleNext } from './sale-next.ts';

function sale(orderState?: OrderState, given: Partial<Sale> = {}): Sale {
  const own = { reserveKrw: null, capKrw: 1e12, feeBp: 500, onDefault: 'relist' };
  const again = { isRelistable: false, relistedAs: null };
  return { orderState, amountKrw: 1_000_000, own, ...again, ...given } as Sale;
}

describe('the next step of a sale', () => {
  it('is the seller’s where a thing is to be sent or listed again, else somebody else’s', () => {
    const mine = ORDER_STATES.filter((state) => saleNext(sale(state), 'sold')?.turn === 'mine');
    expect(mine).to.deep.equal(['paid']);
    for (const [state, orderState] of [
      ['unsold', undefined],
      ['sold', 'expired'],
      ['sold', 'cancelled'],
    ] as const) {
      expect(saleNext(sale(orderState, { isRelistable: true }), state)).to.include({
        turn: 'mine',
      });
    }
  });

  it('is nothing before an auction is over', () => {
    expect(saleNext(sale(), 'live')).to.equal(null);
    expect(saleNext(sale(), 'closed')).to.equal(null);
  });

  it('tells what will be paid out, less the fee, once it is on its way', () => {
    expect(saleNext(sale('shipped'), 'sold')?.words).to.contain('950,000원');
    expect(saleNext(sale('delivered'), 'sold')?.words).to.contain('950,000원');
  });

  it('warns against sending what is not paid for', () => {
    for (const state of ['awaiting_payment', 'paying', 'awaiting_deposit', 'cancelled'] as const) {
      expect(saleNext(sale(state), 'sold')?.words, state).to.match(/보내지 마세요/);
    }
  });

  it('says after a default who is asked, and that a thing came back or was listed again', () => {
    expect(saleNext(sale('expired'), 'sold')?.words).to.contain('다음 입찰자에게 물어보고');
    expect(saleNext(sale('expired', { isRelistable: true }), 'sold')?.words).to.contain(
      '다시 올릴 수 있어요',
    );
    const again = sale(undefined, { relistedAs: 'a2' });
    expect(saleNext(again, 'unsold')?.words).to.contain('다시 올렸어요');
  });
});
