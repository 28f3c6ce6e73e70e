import { ORDER_MOVES } from '@sagopalgo/core/rules/order-states.ts';
import { expect } from 'chai';
import { actorWords, historyWords, isInTheirWords } from './history-words.ts';

describe('the history of an order', () => {
  it('has words for every move of the table', () => {
    for (const event of ORDER_MOVES) {
      expect(historyWords({ event, orderState: 'paid' }), event).to.match(/요$/);
    }
  });

  it('has words for what happens to an order without moving it', () => {
    for (const event of [
      ...['payment-failed', 'payment-passed-on', 'payment-stands-still'],
      ...['shipment-changed', 'refund-opened', 'back-to-seller'],
      ...['refund-retried', 'payment-given-up'],
    ]) {
      expect(historyWords({ event, orderState: 'expired' }), event).to.match(/요$/);
    }
  });

  it('tells what it has no words for by how the order stood then', () => {
    expect(historyWords({ event: 'something-new', orderState: 'paid' })).to.equal('결제 완료');
    expect(historyWords({ event: 'toString', orderState: 'paid' })).to.equal('결제 완료');
  });

  it('quotes what people said, and nothing that we noted of what they did', () => {
    expect(isInTheirWords({ event: 'dispute', by: 'buyer' })).to.equal(true);
    expect(isInTheirWords({ event: 'uphold-dispute', by: 'operator' })).to.equal(true);
    for (const event of ['begin-payment', 'ship', 'shipment-changed', 'deliver', 'receive']) {
      expect(isInTheirWords({ event, by: 'buyer' }), event).to.equal(false);
    }
    expect(isInTheirWords({ event: 'cancel', by: 'system' })).to.equal(false);
  });

  it('says who did it', () => {
    const actors = (['buyer', 'seller', 'operator', 'system'] as const).map((by) =>
      actorWords({ by }),
    );
    expect(actors).to.deep.equal(['구매자', '판매자', '운영자', '사고팔고']);
  });
});
