import { expect } from 'chai';
import { array, assert, constant, integer, nat, oneof, property, record } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import {
  CASH,
  FEES,
  lossLines,
  payoutLines,
  PREMIUMS,
  refundLines,
  saleLines,
  sellerAccount,
  strayLines,
  strayRefundLines,
} from './journals.ts';
import type { JournalLine, SaleShares } from './journals.ts';
import { shareKrw } from './till-terms.ts';

const HIGHEST_KRW = 1_000_000_000_000;
const RATE_MAX_BP = 5_000;
const SELLER = sellerAccount('s');

/** Any sale there can be: a price up to the highest bid, fee and premium by rates that can be set. */
const anySale: Arbitrary<SaleShares> = record({
  amountKrw: oneof(
    integer({ min: 1, max: 200 }),
    integer({ min: 1, max: HIGHEST_KRW }),
    constant(HIGHEST_KRW),
  ),
  feeBp: integer({ min: 0, max: RATE_MAX_BP }),
  premiumBp: integer({ min: 0, max: RATE_MAX_BP }),
}).map(({ amountKrw, feeBp, premiumBp }) => ({
  ...{ sellerId: 's', amountKrw },
  feeKrw: shareKrw(amountKrw, feeBp),
  premiumKrw: shareKrw(amountKrw, premiumBp),
}));

/** Cuts an amount into parts of a won or more, at the places that the numbers name. */
function split(totalKrw: number, places: readonly number[]): number[] {
  const cuts = [...new Set(places.map((place) => 1 + (place % totalKrw)))].toSorted(
    (a, b) => a - b,
  );
  const ends = [...cuts.filter((cut) => cut < totalKrw), totalKrw];
  return ends.map((end, index) => end - (ends[index - 1] ?? 0));
}

function sumOf(lines: readonly JournalLine[]): number {
  return lines.reduce((sum, { amountKrw }) => sum + amountKrw, 0);
}

function add(balances: Map<string, number>, lines: readonly JournalLine[]): void {
  for (const { account, amountKrw } of lines) {
    balances.set(account, (balances.get(account) ?? 0) + amountKrw);
  }
}

describe('the lines of journals', () => {
  it('share a sale between the seller, the fee and the premium', () => {
    const shares = { sellerId: 's', amountKrw: 100_000, premiumKrw: 10_000, feeKrw: 5_000 };
    expect(saleLines(shares)).to.deep.equal([
      { account: CASH, amountKrw: 110_000 },
      { account: SELLER, amountKrw: -95_000 },
      { account: FEES, amountKrw: -5_000 },
      { account: PREMIUMS, amountKrw: -10_000 },
    ]);
    expect(refundLines(shares, { refundKrw: 55_000, refundedKrw: 0 })).to.deep.equal([
      { account: CASH, amountKrw: -55_000 },
      { account: SELLER, amountKrw: 47_500 },
      { account: FEES, amountKrw: 2_500 },
      { account: PREMIUMS, amountKrw: 5_000 },
    ]);
  });

  it('leave out what comes to nothing', () => {
    const shares = { sellerId: 's', amountKrw: 7, premiumKrw: 0, feeKrw: 0 };
    expect(saleLines(shares).map(({ account }) => account)).to.deep.equal([CASH, SELLER]);
    const back = refundLines(shares, { refundKrw: 1, refundedKrw: 6 });
    expect(back.map(({ account }) => account)).to.deep.equal([CASH, SELLER]);
  });

  it('leave nobody owing a won when all but one has gone back', () => {
    const shares = { sellerId: 's', amountKrw: 100, premiumKrw: 10, feeKrw: 5 };
    const balances = new Map<string, number>();
    add(balances, saleLines(shares));
    add(balances, refundLines(shares, { refundKrw: 109, refundedKrw: 0 }));
    expect([...balances]).to.deep.equal([
      [CASH, 1],
      [SELLER, -1],
      [FEES, 0],
      [PREMIUMS, 0],
    ]);
  });

  it('add up to nothing, and with the last refund of any split nothing is left to anybody', () => {
    const anyPlaces = array(nat({ max: HIGHEST_KRW * 2 }), { maxLength: 12 });
    assert(
      property(anySale, anyPlaces, (shares, places) => {
        const balances = new Map<string, number>();
        const sale = saleLines(shares);
        expect(sumOf(sale)).to.equal(0);
        add(balances, sale);
        expect(balances.get(SELLER) ?? 0).to.equal(shares.feeKrw - shares.amountKrw);
        expect(balances.get(FEES) ?? 0).to.equal(-shares.feeKrw);
        expect(balances.get(PREMIUMS) ?? 0).to.equal(-shares.premiumKrw);
        let refundedKrw = 0;
        for (const refundKrw of split(shares.amountKrw + shares.premiumKrw, places)) {
          const lines = refundLines(shares, { refundKrw, refundedKrw });
          expect(sumOf(lines)).to.equal(0);
          for (const { account, amountKrw } of lines) {
            // A refund gives nobody more than they had.
            expect(amountKrw > 0, account).to.equal(account !== CASH);
          }
          add(balances, lines);
          refundedKrw += refundKrw;
          expect(balances.get(CASH)).to.equal(shares.amountKrw + shares.premiumKrw - refundedKrw);
          for (const account of [SELLER, FEES, PREMIUMS]) {
            expect(balances.get(account) ?? 0, account).to.be.at.most(0);
          }
        }
        expect([...balances.values()].filter((krw) => krw !== 0)).to.deep.equal([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuse to give back more than is left, or what is no amount', () => {
    const shares = { sellerId: 's', amountKrw: 100, premiumKrw: 10, feeKrw: 5 };
    for (const [refundKrw, refundedKrw] of [
      [111, 0],
      [11, 100],
      [1, 110],
      [0, 0],
      [-1, 0],
      [1, -1],
      [1.5, 0],
      [1, 0.5],
      [Number.NaN, 0],
    ] as const) {
      const refunding = () => refundLines(shares, { refundKrw, refundedKrw });
      expect(refunding, `${refundKrw} after ${refundedKrw}`).to.throw(RangeError);
    }
    expect(sumOf(refundLines(shares, { refundKrw: 110, refundedKrw: 0 }))).to.equal(0);
  });

  it('move what is paid out, and what came for nothing, once there is a won of it', () => {
    expect(payoutLines('s', HIGHEST_KRW)).to.deep.equal([
      { account: SELLER, amountKrw: HIGHEST_KRW },
      { account: CASH, amountKrw: -HIGHEST_KRW },
    ]);
    const balances = new Map<string, number>();
    add(balances, strayLines('b', 30));
    expect([...balances]).to.deep.equal([
      [CASH, 30],
      ['buyer:b', -30],
    ]);
    add(balances, strayRefundLines('b', 30));
    expect([...balances.values()]).to.deep.equal([0, 0]);
    add(balances, lossLines('s', 40));
    expect([balances.get('losses'), balances.get(SELLER)]).to.deep.equal([40, -40]);
    add(balances, lossLines('s', -40));
    expect([balances.get('losses'), balances.get(SELLER)]).to.deep.equal([0, 0]);
    expect(() => lossLines('s', 0)).to.throw(RangeError);
    for (const linesOf of [payoutLines, strayLines, strayRefundLines]) {
      for (const amountKrw of [0, -1, 0.5]) {
        expect(() => linesOf('x', amountKrw), String(amountKrw)).to.throw(RangeError);
      }
    }
  });
});
