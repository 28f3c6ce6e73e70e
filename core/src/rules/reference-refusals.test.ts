import { expect } from 'chai';
import { CLOSES_AT_MS, ModelledSale, OPENS_AT_MS } from '../testing/modelled-sale.ts';

const BOUGHT_KRW = 9000;

describe('the reference model: which refusal', () => {
  it('says what is malformed before anything else', () => {
    const sale = new ModelledSale();
    sale.atMs = CLOSES_AT_MS;
    for (const amountKrw of [0, -1, 1.5, Number.NaN, 2 ** 53]) {
      const malformed = { refused: 'INVALID_REQUEST', detail: {} };
      expect(sale.exact('a', amountKrw)).to.deep.equal(malformed);
      expect(sale.auto('a', amountKrw)).to.deep.equal(malformed);
    }
  });

  it('says the time before the seller, and the seller before the rest', () => {
    const sale = new ModelledSale({ capKrw: 2000 });
    const offers = [
      () => sale.exact('seller', 1),
      () => sale.exact('seller', 9000),
      () => sale.buyNow('seller'),
    ];
    sale.atMs = OPENS_AT_MS - 1;
    for (const offer of offers) expect(offer()).to.include({ refused: 'AUCTION_NOT_OPEN' });
    sale.atMs = OPENS_AT_MS;
    for (const offer of offers) {
      expect(offer()).to.deep.equal({ refused: 'OWN_AUCTION', detail: {} });
    }
    sale.atMs = CLOSES_AT_MS + 7;
    const late = { refused: 'AUCTION_CLOSED', detail: { lateByMs: 7 } };
    for (const offer of offers) expect(offer()).to.deep.equal(late);
    sale.close();
    for (const offer of offers) expect(offer()).to.deep.equal(late);
  });

  it('says the time before the leaving, and the leaving before the seller and the rest', () => {
    const sale = new ModelledSale({ capKrw: 2000 });
    sale.atMs = OPENS_AT_MS - 1;
    for (const bidderId of ['seller', 'a']) expect(sale.bar(bidderId)).to.equal('BARRED');
    expect(sale.exact('a', 1000)).to.include({ refused: 'AUCTION_NOT_OPEN' });
    sale.atMs = OPENS_AT_MS;
    const leaving = { refused: 'ACCOUNT_LEAVING', detail: {} };
    for (const bidderId of ['seller', 'a']) {
      expect(sale.exact(bidderId, 1000)).to.deep.equal(leaving);
      expect(sale.auto(bidderId, 9000)).to.deep.equal(leaving);
      expect(sale.buyNow(bidderId)).to.deep.equal(leaving);
    }
    sale.atMs = OPENS_AT_MS - 1 + 60_000;
    expect(sale.exact('a', 1000)).to.include({ outcome: 'leading' });
  });

  it('bars nobody who leads, and everybody else until each leaving has let them in again', () => {
    const sale = new ModelledSale();
    sale.exact('a', 1000, { bidId: 'first' });
    expect(sale.bar('a')).to.equal('LEADS');
    expect(sale.auto('a', 2000)).to.include({ outcome: 'raised' });
    sale.auto('b', 3000);
    for (const leaveId of ['one', 'other', 'one']) sale.bar('a', leaveId);
    sale.admit('a', 'one');
    expect(sale.auto('a', 5000)).to.include({ refused: 'ACCOUNT_LEAVING' });
    expect(sale.exact('a', 1000, { bidId: 'first' })).to.include({ outcome: 'leading' });
    sale.admit('a', 'other');
    expect(sale.auto('a', 5000)).to.include({ outcome: 'leading' });
  });

  it('says the cap before the lead, the lead before the minimum, and asks last', () => {
    const sale = new ModelledSale({ capKrw: 900_000 });
    sale.auto('a', 5000);
    const high = { refused: 'BID_TOO_HIGH', detail: { capKrw: 900_000 } };
    expect(sale.auto('a', 900_001)).to.deep.equal(high);
    expect(sale.exact('a', 900_001)).to.deep.equal(high);
    expect(sale.exact('b', 900_001)).to.deep.equal(high);
    expect(sale.exact('a', 1)).to.deep.equal({ refused: 'ALREADY_LEADING', detail: {} });
    expect(sale.exact('a', 900_000)).to.include({ refused: 'ALREADY_LEADING' });
    for (const maxKrw of [1, 4999, 5000]) {
      const notAbove = { refused: 'NOT_ABOVE_OWN_MAX', detail: { ownMaxKrw: 5000 } };
      expect(sale.auto('a', maxKrw)).to.deep.equal(notAbove);
    }
    const low = { refused: 'BID_TOO_LOW', detail: { minimumKrw: 1100 } };
    expect(sale.exact('b', 1099)).to.deep.equal(low);
    expect(sale.auto('b', 1099)).to.deep.equal(low);
    expect(sale.exact('b', 900_000)).to.include({ refused: 'CONFIRM_LARGE_BID' });
  });

  it('asks about an exact amount over three times and ten steps above the minimum', () => {
    const few = new ModelledSale({ steps: [[0, 500]] });
    expect(few.exact('a', 6000)).to.include({ outcome: 'leading' });
    const sale = new ModelledSale();
    expect(sale.exact('a', 3001)).to.deep.equal({
      refused: 'CONFIRM_LARGE_BID',
      detail: { amountKrw: 3001, minimumKrw: 1000 },
    });
    expect(sale.auto('b', 3001)).to.include({ outcome: 'leading' });
    expect(sale.exact('a', 900_000, { confirmed: true })).to.include({ outcome: 'leading' });
    expect(new ModelledSale().exact('a', 3000)).to.include({ outcome: 'leading' });
  });

  it('changes nothing by refusing', () => {
    const sale = new ModelledSale({ extension: 'auto' });
    sale.auto('a', 5000);
    const before = sale.state;
    sale.atMs = CLOSES_AT_MS - 1;
    sale.exact('a', 6000);
    sale.auto('a', 4000);
    sale.exact('b', 1);
    sale.buyNow('b');
    expect(sale.state).to.equal(before);
  });
});

describe('the reference model: the same bid again', () => {
  it('gets the same answer, whatever has happened since', () => {
    const sale = new ModelledSale();
    const first = sale.exact('a', 1000, { bidId: 'one' });
    const raised = sale.auto('b', 5000, { bidId: 'two' });
    const after = sale.state;
    expect(sale.exact('a', 1000, { bidId: 'ONE', confirmed: true })).to.equal(first);
    sale.atMs = CLOSES_AT_MS;
    expect(sale.auto('b', 5000, { bidId: 'two' })).to.equal(raised);
    sale.close();
    expect(sale.auto('b', 5000, { bidId: 'two' })).to.equal(raised);
    expect(after.bidCount).to.equal(2);
    expect(sale.state.bidCount).to.equal(2);
  });

  it('may not be of another kind or amount, and belongs to its bidder', () => {
    const sale = new ModelledSale({ buyNowKrw: BOUGHT_KRW, reserveKrw: BOUGHT_KRW });
    sale.exact('a', 1000, { bidId: 'one' });
    const reused = { refused: 'BID_ID_REUSED', detail: {} };
    expect(sale.exact('a', 1100, { bidId: 'one' })).to.deep.equal(reused);
    expect(sale.auto('a', 1000, { bidId: 'one' })).to.deep.equal(reused);
    expect(sale.buyNow('a', { bidId: 'one' })).to.deep.equal(reused);
    expect(sale.auto('b', 1100, { bidId: 'one' })).to.include({ outcome: 'leading' });
    sale.buyNow('c', { bidId: 'three' });
    expect(sale.exact('c', BOUGHT_KRW, { bidId: 'three' })).to.deep.equal(reused);
    expect(sale.exact('a', 1100, { bidId: 'one' })).to.deep.equal(reused);
  });

  it('may be tried again after a refusal', () => {
    const sale = new ModelledSale();
    expect(sale.exact('a', 999, { bidId: 'one' })).to.include({ refused: 'BID_TOO_LOW' });
    expect(sale.exact('a', 9000, { bidId: 'one' })).to.include({ refused: 'CONFIRM_LARGE_BID' });
    const again = sale.exact('a', 9000, { bidId: 'one', confirmed: true });
    expect(again).to.include({ outcome: 'leading', seq: 1 });
  });
});
