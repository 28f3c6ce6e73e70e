import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { ORDER_STATES } from '@sagopalgo/core/rules/order-states.ts';
import { expect } from 'chai';
import type { Sale } from './sale-next.ts';
import { saleNext } from './sale-next.ts';

function sale(orderState?: OrderState, onDefault = 'relist'): Sale {
  const own = { reserveKrw: null, capKrw: 1e12, feeBp: 500, onDefault };
  return { orderState, amountKrw: 1_000_000, own } as Sale;
}

describe('the next step of a sale', () => {
  it('is the seller’s where a thing is to be sent or listed again, else somebody else’s', () => {
    const mine = ORDER_STATES.filter((state) => saleNext(sale(state), 'sold')?.turn === 'mine');
    expect(mine).to.deep.equal(['paid', 'expired', 'cancelled']);
  });

  it('is nothing before an auction is over', () => {
    expect(saleNext(sale(), 'live')).to.equal(null);
    expect(saleNext(sale(), 'closed')).to.equal(null);
  });

  it('offers to list again what was not sold or not paid for', () => {
    expect(saleNext(sale(), 'unsold')?.mayRelist).to.equal(true);
    const relistable = ORDER_STATES.filter((state) => saleNext(sale(state), 'sold')?.mayRelist);
    expect(relistable).to.deep.equal(['expired', 'cancelled']);
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

  it('says after a default what the seller had chosen', () => {
    expect(saleNext(sale('expired'), 'sold')?.words).to.contain('다시 올릴 수 있어요');
    expect(saleNext(sale('expired', 'second-chance'), 'sold')?.words).to.contain('다음 입찰자');
  });
});
