import { expect } from 'chai';
import * as fc from 'fast-check';
import { busyAuctions, offeredBid } from '../testing/eventful-auctions.ts';
import type { RandomAuction } from '../testing/eventful-auctions.ts';
import { CLOSES_AT_MS, ModelledSale, OPENS_AT_MS } from '../testing/modelled-sale.ts';
import { stepAt } from './bid-steps.ts';
import { ranked } from './price-rules.ts';
import type { Maximum, PriceRules } from './price-rules.ts';
import { bid } from './reference-model.ts';
import { newAuction } from './reference-state.ts';
import type { AuctionRules } from './reference-state.ts';
import { runnerUp } from './second-chance.ts';

const RULES = { startKrw: 10_000, steps: [[0, 500]], capKrw: 1_000_000, reserveKrw: null } as const;
const OFTEN = { numRuns: 2_000 };

type Made = [bidderId: string, made: number | 'buy-now', exact?: 'exact'];

/** The final maxima of an auction that the rules of bids decided. */
function maximaOf(rules: Partial<AuctionRules>, ...bids: Made[]): Maximum[] {
  const sale = new ModelledSale(rules);
  for (const [bidderId, made, exact] of bids) {
    const answer =
      made === 'buy-now'
        ? sale.buyNow(bidderId)
        : exact
          ? sale.exact(bidderId, made, { confirmed: true })
          : sale.auto(bidderId, made);
    if ('refused' in answer) throw new Error(`${bidderId} is refused: ${answer.refused}`);
  }
  return [...sale.state.maxima];
}

/** The same of an auction that is bid on at random. */
function playedAt({ rules, happenings }: RandomAuction): Maximum[] {
  const hours = { opensAtMs: OPENS_AT_MS, closesAtMs: CLOSES_AT_MS };
  let state = newAuction({ ...rules, ...hours });
  for (const [index, happening] of happenings.entries()) {
    if (happening.type !== 'bid') continue;
    state = bid(state, offeredBid(state, happening, `bid-${index}`), OPENS_AT_MS).state;
  }
  return [...state.maxima];
}

const ask = (maxima: Maximum[], out: string[], willing: string[], rules: PriceRules = RULES) =>
  runnerUp(rules, maxima, { out: new Set(out), willing: new Set(willing) });

describe('the price of a second chance', () => {
  it('is what it would have been without whoever did not pay', () => {
    const maxima = maximaOf(RULES, ['a', 30_000], ['b', 50_000], ['c', 90_000]);
    expect(ask(maxima, ['c'], ['a', 'b'])).to.deep.equal({ bidderId: 'b', amountKrw: 30_500 });
    expect(ask(maxima, ['c', 'b'], ['a', 'b'])).to.deep.equal({ bidderId: 'a', amountKrw: 10_000 });
    expect(ask(maxima, ['a', 'b', 'c'], ['a', 'b', 'c'])).to.equal(null);
  });

  it('passes over those who do not want it, as if they had not bid', () => {
    const maxima = maximaOf(RULES, ['a', 20_000], ['b', 30_000], ['c', 50_000], ['d', 90_000]);
    expect(ask(maxima, ['d'], ['b'])).to.deep.equal({ bidderId: 'b', amountKrw: 20_500 });
    expect(ask(maxima, ['d'], [])).to.equal(null);
    // Who is below counts, asked or not.
    expect(ask(maxima, ['d'], ['c'])).to.deep.equal({ bidderId: 'c', amountKrw: 30_500 });
  });

  it('does not count those who were asked before, even below', () => {
    const maxima = maximaOf(RULES, ['a', 20_000], ['b', 30_000], ['c', 50_000], ['d', 90_000]);
    // b was asked first, and only then c wanted to be.
    expect(ask(maxima, ['d', 'b'], ['c'])).to.deep.equal({ bidderId: 'c', amountKrw: 20_500 });
  });

  it('goes to the earlier of two equal maxima, at that maximum', () => {
    const maxima = maximaOf(RULES, ['a', 40_000], ['b', 40_000], ['c', 90_000]);
    expect(ask(maxima, ['c'], ['a', 'b'])).to.deep.equal({ bidderId: 'a', amountKrw: 40_000 });
    expect(ask(maxima, ['c'], ['b'])).to.deep.equal({ bidderId: 'b', amountKrw: 10_000 });
  });

  it('counts a maximum from where it was last set, a silent raise among them', () => {
    // a raises in silence to what b bids only then: a was first.
    const raised = maximaOf(RULES, ['a', 20_000], ['a', 40_000], ['b', 40_000], ['c', 90_000]);
    expect(ask(raised, ['c'], ['a', 'b'])).to.deep.equal({ bidderId: 'a', amountKrw: 40_000 });
    // b was there first, and a came to the same only after it.
    const later = maximaOf(RULES, ['a', 20_000], ['b', 40_000], ['a', 40_000], ['c', 90_000]);
    expect(ask(later, ['c'], ['a', 'b'])).to.deep.equal({ bidderId: 'b', amountKrw: 40_000 });
  });

  it('is not lifted by an exact bid, which is a maximum like any other now', () => {
    const exact = maximaOf(RULES, ['a', 12_000, 'exact'], ['b', 40_000, 'exact'], ['c', 90_000]);
    expect(ask(exact, ['c'], ['b'])).to.deep.equal({ bidderId: 'b', amountKrw: 12_500 });
    const close = maximaOf(RULES, ['a', 12_000, 'exact'], ['b', 12_500, 'exact'], ['c', 90_000]);
    expect(ask(close, ['c'], ['b'])).to.deep.equal({ bidderId: 'b', amountKrw: 12_500 });
  });

  it('is never more than the own maximum, though a step is wider', () => {
    const maxima = maximaOf(RULES, ['a', 40_000], ['b', 40_100], ['c', 90_000]);
    expect(ask(maxima, ['c'], ['b'])).to.deep.equal({ bidderId: 'b', amountKrw: 40_100 });
  });

  it('is the start price or the reserve for who is left alone, and void below the reserve', () => {
    const bids: Made[] = [
      ['a', 20_000],
      ['b', 90_000],
    ];
    expect(ask(maximaOf(RULES, ...bids), ['b'], ['a'])).to.deep.equal({
      ...{ bidderId: 'a', amountKrw: 10_000 },
    });
    const met = { ...RULES, reserveKrw: 15_000 };
    expect(ask(maximaOf(met, ...bids), ['b'], ['a'], met)).to.deep.equal({
      ...{ bidderId: 'a', amountKrw: 15_000 },
    });
    const unmet = { ...RULES, reserveKrw: 20_001 };
    expect(ask(maximaOf(unmet, ...bids), ['b'], ['a'], unmet)).to.equal(null);
  });

  it('leaves what others bid standing when somebody has bought at once and does not pay', () => {
    const rules = { ...RULES, reserveKrw: 60_000, buyNowKrw: 100_000 };
    const unmet = maximaOf(rules, ['a', 30_000], ['b', 50_000], ['c', 'buy-now']);
    expect(ask(unmet, ['c'], ['a', 'b'], rules)).to.equal(null);
    const first = maximaOf({ ...RULES, buyNowKrw: 100_000 }, ['c', 'buy-now']);
    expect(ask(first, ['c'], ['a', 'b'])).to.equal(null);
    // Without a reserve nobody can buy after a bid; the record could still say so.
    const stood = [...maximaOf(RULES, ['a', 30_000], ['b', 50_000])];
    stood.push({ bidderId: 'c', maxKrw: 100_000, seq: 3, raise: 0 });
    expect(ask(stood, ['c'], ['a', 'b'])).to.deep.equal({ bidderId: 'b', amountKrw: 30_500 });
  });

  const chances = fc.record({
    auction: busyAuctions,
    outs: fc.subarray(['a', 'b', 'c', 'd']),
    willing: fc.subarray(['a', 'b', 'c', 'd']),
  });

  it('keeps to everybody’s limits, whatever was bid', () => {
    fc.assert(
      fc.property(chances, ({ auction, outs, willing }) => {
        const { rules } = auction;
        const maxima = playedAt(auction);
        const [winner] = ranked(maxima);
        const out = new Set([...outs, ...(winner ? [winner.bidderId] : [])]);
        const wants = new Set(willing);
        const next = runnerUp(rules, maxima, { out, willing: wants });
        const running = ranked(maxima).filter(({ bidderId }) => !out.has(bidderId));
        const asked = running.find(({ bidderId }) => wants.has(bidderId));
        if (!next) {
          const isVoid = asked && rules.reserveKrw !== null && asked.maxKrw < rules.reserveKrw;
          expect(!asked || isVoid).to.equal(true);
          return;
        }
        const { amountKrw } = next;
        expect(next.bidderId).to.equal(asked?.bidderId);
        expect(amountKrw).to.be.at.most(Number(asked?.maxKrw)).and.at.least(rules.startKrw);
        if (rules.reserveKrw !== null) expect(amountKrw).to.be.at.least(rules.reserveKrw);
      }),
      OFTEN,
    );
  });

  it('tells of nobody’s maximum but the next one’s below, and of that no more than bidding does', () => {
    fc.assert(
      fc.property(chances, fc.nat({ max: 1_000 }), ({ auction, willing }, more) => {
        const { rules } = auction;
        const maxima = playedAt(auction);
        const [winner] = ranked(maxima);
        const out = new Set(winner ? [winner.bidderId] : []);
        const standing = { out, willing: new Set(willing) };
        const next = runnerUp(rules, maxima, standing);
        if (!next) return;
        const field = ranked(maxima).filter(({ bidderId }) => !out.has(bidderId));
        const place = field.findIndex(({ bidderId }) => bidderId === next.bidderId);
        const second = field[place + 1];
        // What anybody else could have gone to, above or further below, changes nothing.
        const others = maxima.map((maximum) => {
          const at = field.findIndex(({ bidderId }) => bidderId === maximum.bidderId);
          const isOut = at === -1;
          const isAbove = !isOut && at < place;
          return isOut || isAbove ? { ...maximum, maxKrw: maximum.maxKrw + more } : maximum;
        });
        expect(runnerUp(rules, others, standing)).to.deep.equal(next);
        const overSecond = second ? second.maxKrw + stepAt(rules.steps, second.maxKrw) : 0;
        const own = Number(field[place]?.maxKrw);
        const lowest = Math.max(rules.startKrw, rules.reserveKrw ?? 0);
        expect(next.amountKrw).to.equal(Math.max(lowest, second ? Math.min(own, overSecond) : 0));
      }),
      OFTEN,
    );
  });

  it('is what the same bids come to in an auction where those who are out never bid', () => {
    const amounts = fc.uniqueArray(fc.integer({ min: 20, max: 120 }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(amounts, (steps) => {
        const maxima = steps.map((count, index) => ({
          ...{ bidderId: `b${index}`, maxKrw: count * 500, seq: index + 1, raise: 0 },
        }));
        const [winner, ...rest] = ranked(maxima).map(({ bidderId, maxKrw }) => ({
          bidderId,
          maxKrw,
        }));
        const willing = rest.map(({ bidderId }) => bidderId);
        const next = ask(maxima, [String(winner?.bidderId)], willing);
        // The lowest first, so that each of them is a bid that the rules take.
        const bids = rest.toReversed().map(({ bidderId, maxKrw }): Made => [bidderId, maxKrw]);
        const sale = new ModelledSale(RULES);
        for (const [bidderId, maxKrw] of bids) sale.auto(bidderId, Number(maxKrw));
        expect(sale.state.maxima).to.have.length(rest.length);
        expect(next).to.deep.equal({
          ...{ bidderId: rest[0]?.bidderId, amountKrw: sale.state.priceKrw },
        });
      }),
      OFTEN,
    );
  });
});
