import { expect } from 'chai';
import { BIDDING_VECTORS, vectorBid } from '../testing/bidding-vectors.ts';
import { CLOSES_AT_MS, ModelledSale, OPENS_AT_MS } from '../testing/modelled-sale.ts';
import { reserveState } from './price-rules.ts';
import { bid } from './reference-model.ts';
import { leaderOf, minimumOf } from './reference-state.ts';

const MINUTE_MS = 60_000;

describe('the reference model: worked cases', () => {
  for (const { name, auction, steps, closes } of BIDDING_VECTORS) {
    it(name, () => {
      const sale = new ModelledSale(auction);
      for (const [index, step] of steps.entries()) {
        const made = { ...vectorBid(step, `step-${index}`), bidderId: step.bidder };
        const { state, answer } = bid(sale.state, made, sale.atMs);
        sale.state = state;
        expect('refused' in answer ? answer.refused : answer.outcome).to.equal(step.result);
        expect({
          leader: leaderOf(state),
          priceKrw: state.priceKrw,
          minimumKrw: minimumOf(state),
        }).to.deep.equal({
          leader: step.leader,
          priceKrw: step.priceKrw,
          minimumKrw: step.minimumKrw,
        });
      }
      sale.atMs = CLOSES_AT_MS;
      expect(sale.close()).to.include({
        outcome: closes.sold ? 'sold' : 'unsold',
        winnerId: closes.winner,
      });
      expect(sale.state.priceKrw).to.equal(closes.priceKrw);
      expect(minimumOf(sale.state)).to.equal(null);
    });
  }
});

describe('the reference model: time', () => {
  it('is open from the opening up to, not at, the closing', () => {
    const sale = new ModelledSale();
    sale.atMs = OPENS_AT_MS - 1;
    const early = { refused: 'AUCTION_NOT_OPEN', detail: { opensInMs: 1 } };
    expect(sale.exact('a', 1000)).to.deep.equal(early);
    sale.atMs = OPENS_AT_MS;
    expect(sale.exact('a', 1000)).to.include({ outcome: 'leading' });
    sale.atMs = CLOSES_AT_MS - 1;
    expect(sale.close()).to.deep.equal({ remainingMs: 1 });
    expect(sale.exact('b', 1100)).to.include({ outcome: 'leading' });
    sale.atMs = CLOSES_AT_MS;
    const late = { refused: 'AUCTION_CLOSED', detail: { lateByMs: 0 } };
    expect(sale.exact('a', 1200)).to.deep.equal(late);
  });

  it('never runs backwards, and a refusal does not move it on', () => {
    const sale = new ModelledSale();
    sale.atMs = OPENS_AT_MS + 5000;
    sale.exact('a', 1000);
    sale.atMs = OPENS_AT_MS + 9000;
    sale.exact('b', 1);
    sale.atMs = OPENS_AT_MS - 1;
    expect(sale.exact('b', 1100)).to.include({ acceptedAtMs: OPENS_AT_MS + 5000 });
  });

  it('is extended by a visible bid in the last 120 s, the first of them included', () => {
    const sale = new ModelledSale({ extension: 'auto' });
    sale.atMs = CLOSES_AT_MS - 2 * MINUTE_MS - 1;
    expect(sale.auto('a', 1000)).to.include({ closesAtMs: CLOSES_AT_MS });
    sale.atMs += 1;
    expect(sale.auto('b', 5000)).to.include({ closesAtMs: CLOSES_AT_MS });
    sale.atMs += 1;
    expect(sale.auto('b', 6000)).to.include({ closesAtMs: CLOSES_AT_MS, outcome: 'raised' });
    expect(sale.auto('a', 1)).to.include({ refused: 'BID_TOO_LOW' });
    expect(sale.state.closesAtMs).to.equal(CLOSES_AT_MS);
    expect(sale.auto('a', 2000)).to.include({ closesAtMs: CLOSES_AT_MS + 1, outcome: 'outbid' });
  });

  it('is extended by at most 30 minutes past the scheduled closing', () => {
    const sale = new ModelledSale({ extension: 'auto' });
    const limitMs = CLOSES_AT_MS + 30 * MINUTE_MS;
    for (let round = 0; round < 40; round += 1) {
      sale.atMs = sale.state.closesAtMs - 1;
      if (sale.atMs === limitMs - 1) break;
      sale.exact(round % 2 === 0 ? 'a' : 'b', 1000 + round * 100);
    }
    expect(sale.state.closesAtMs).to.equal(limitMs);
    expect(sale.exact('c', 100_000, { confirmed: true })).to.include({ closesAtMs: limitMs });
    sale.atMs = limitMs;
    expect(sale.exact('d', 200_000)).to.include({ refused: 'AUCTION_CLOSED' });
  });

  it('is not extended without the seller choosing so', () => {
    const sale = new ModelledSale();
    sale.atMs = CLOSES_AT_MS - 1;
    expect(sale.exact('a', 1000)).to.include({ closesAtMs: CLOSES_AT_MS });
  });

  it('can be moved until the auction has ended, and the limit of extensions moves with it', () => {
    const sale = new ModelledSale({ extension: 'auto' });
    sale.atMs = CLOSES_AT_MS + 5000;
    const movedMs = CLOSES_AT_MS + 60 * MINUTE_MS;
    expect(sale.moveClosing(movedMs)).to.deep.equal({ closesAtMs: movedMs });
    expect(sale.moveClosing(movedMs)).to.deep.equal({ refused: 'NOT_LATER', detail: {} });
    sale.atMs = movedMs - 1;
    expect(sale.exact('a', 1000)).to.include({ closesAtMs: movedMs - 1 + 2 * MINUTE_MS });
    sale.atMs = movedMs + 2 * MINUTE_MS;
    sale.close();
    expect(sale.moveClosing(movedMs * 2)).to.include({ refused: 'AUCTION_CLOSED' });
  });
});

describe('the reference model: who leads and at what price', () => {
  it('keeps the price when the leader raises after a tie, and counts on from there', () => {
    const sale = new ModelledSale();
    sale.auto('a', 5000);
    sale.auto('b', 5000);
    expect(sale.auto('a', 8000)).to.include({ outcome: 'raised', priceKrw: 5000, raise: 1 });
    expect(minimumOf(sale.state)).to.equal(5100);
    expect(sale.auto('c', 5100)).to.include({ outcome: 'outbid', priceKrw: 5200 });
  });

  it('numbers silent raises from 1 after every visible seq, and counts none as a bid', () => {
    const sale = new ModelledSale();
    expect(sale.auto('a', 2000)).to.include({ seq: 1, raise: 0 });
    expect(sale.auto('a', 3000)).to.include({ seq: 1, raise: 1, ownMaxKrw: 3000 });
    expect(sale.auto('a', 4000)).to.include({ seq: 1, raise: 2 });
    expect(sale.auto('b', 2500)).to.include({ seq: 2, raise: 0, priceKrw: 2600 });
    expect(sale.auto('a', 5000)).to.include({ seq: 2, raise: 1, priceKrw: 2600 });
    expect(sale.state.bidCount).to.equal(2);
  });

  it('shares the numbers of silent raises with moves of the closing', () => {
    const sale = new ModelledSale();
    sale.auto('a', 2000);
    sale.moveClosing(CLOSES_AT_MS + 1);
    expect(sale.auto('a', 3000)).to.include({ seq: 1, raise: 2 });
  });

  it('lifts the price to the reserve when the leader raises to it, as a visible change', () => {
    const sale = new ModelledSale({ reserveKrw: 5000, extension: 'auto' });
    sale.auto('a', 4000);
    expect(sale.auto('a', 4999)).to.include({ seq: 1, raise: 1, priceKrw: 1000 });
    expect(reserveState(sale.state.rules, sale.state.maxima)).to.equal('unmet');
    sale.atMs = CLOSES_AT_MS - 1;
    expect(sale.auto('a', 5000)).to.include({
      ...{ outcome: 'raised', seq: 2, raise: 0, priceKrw: 5000, minimumKrw: 5100 },
      closesAtMs: CLOSES_AT_MS - 1 + 2 * MINUTE_MS,
    });
    expect(reserveState(sale.state.rules, sale.state.maxima)).to.equal('met');
    expect(sale.state.bidCount).to.equal(2);
    expect(sale.auto('a', 6000)).to.include({ seq: 2, raise: 1, priceKrw: 5000 });
  });

  it('does not sell under the reserve, whatever the price has come to', () => {
    const sale = new ModelledSale({ reserveKrw: 5000 });
    sale.exact('a', 3000);
    sale.exact('b', 4900);
    sale.atMs = CLOSES_AT_MS;
    expect(sale.close()).to.deep.equal({ seq: 3, outcome: 'unsold', winnerId: null });
    expect(sale.close()).to.deep.equal({ seq: 3, outcome: 'unsold', winnerId: null });
    expect(sale.state.priceKrw).to.equal(4900);
  });

  it('asks for the cap when a step would pass it, and for nothing at the cap', () => {
    const sale = new ModelledSale({ capKrw: 1150 });
    sale.exact('a', 1000);
    expect(sale.exact('b', 1100)).to.include({ minimumKrw: 1150 });
    expect(sale.exact('a', 1150)).to.include({ minimumKrw: null });
    const high = { refused: 'BID_TOO_HIGH', detail: { capKrw: 1150 } };
    for (const bidderId of ['a', 'b']) {
      expect(sale.exact(bidderId, 1150)).to.deep.equal(high);
      expect(sale.auto(bidderId, 1100)).to.deep.equal(high);
    }
  });

  it('names bidders by their first accepted bid', () => {
    const sale = new ModelledSale();
    sale.exact('a', 1);
    expect(sale.exact('b', 1000)).to.include({ alias: '입찰자 1' });
    expect(sale.exact('a', 1100)).to.include({ alias: '입찰자 2' });
    expect(sale.exact('b', 1200)).to.include({ alias: '입찰자 1' });
  });
});

describe('the reference model: buying at once', () => {
  it('ends the auction at that price and moment, whoever led', () => {
    const sale = new ModelledSale({ reserveKrw: 5000, buyNowKrw: 9000, extension: 'auto' });
    sale.auto('a', 3000);
    sale.atMs = CLOSES_AT_MS - 10;
    expect(sale.buyNow('a', { bidId: 'bought' })).to.include({
      ...{ outcome: 'bought', seq: 2, raise: 0, priceKrw: 9000, minimumKrw: null },
      ...{ ownMaxKrw: 9000, acceptedAtMs: sale.atMs, closesAtMs: sale.atMs },
    });
    expect(sale.state.ended).to.deep.equal({ seq: 3, outcome: 'sold', winnerId: 'a' });
    expect(sale.state.bidCount).to.equal(2);
    expect(sale.buyNow('a', { bidId: 'bought' })).to.include({ outcome: 'bought', seq: 2 });
    const late = { refused: 'AUCTION_CLOSED', detail: { lateByMs: 0 } };
    expect(sale.buyNow('b')).to.deep.equal(late);
  });

  it('is gone after the first bid without a reserve, once the reserve is met, or if never offered', () => {
    const gone = { refused: 'BUY_NOW_GONE', detail: {} };
    const plain = new ModelledSale({ buyNowKrw: 9000 });
    plain.exact('a', 1000);
    expect(plain.buyNow('b')).to.deep.equal(gone);
    const met = new ModelledSale({ buyNowKrw: 9000, reserveKrw: 2000 });
    met.auto('a', 2000);
    expect(met.buyNow('b')).to.deep.equal(gone);
    expect(new ModelledSale().buyNow('b')).to.deep.equal(gone);
    expect(new ModelledSale({ buyNowKrw: 9000 }).buyNow('b')).to.include({
      outcome: 'bought',
      seq: 1,
    });
  });
});
