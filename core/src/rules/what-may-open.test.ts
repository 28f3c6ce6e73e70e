import { expect } from 'chai';
import * as fc from 'fast-check';
import { playLog } from '../testing/played-log.ts';
import type { Deed } from '../testing/played-log.ts';
import { playedAuction } from '../testing/random-logs.ts';
import { lastLeadOf, mayOpenBid, mayOpenRaises } from './what-may-open.ts';

const SEED = 20_260_801;

function deeds(...list: [who: number, kind: Deed['kind'], overKrw: number][]): Deed[] {
  return list.map(([who, kind, overKrw]) => ({ who, kind, overKrw, waitMs: 1000 }));
}

describe('what a log opens after the end', () => {
  it('is every maximum that was outbid, and never that of the last lead', () => {
    const { published } = playLog({}, deeds([1, 'auto', 4000], [2, 'auto', 9000], [3, 'auto', 0]));
    const maxima = published.entries.map(({ bid }) => bid?.maxKrw ?? null);
    expect(maxima).to.deep.equal([null, 5000, null, 5200, null]);
  });

  it('does not show whether the last leader had raised in silence', () => {
    const others = deeds([2, 'auto', 1000]);
    const quiet = playLog({}, [...deeds([1, 'auto', 5000]), ...others]).published;
    const raised = playLog({}, [
      ...deeds([1, 'auto', 500], [1, 'auto', 4500]),
      ...others,
    ]).published;
    const shown = ({ entries }: typeof quiet) =>
      entries.map(({ bid, raises }) => [bid && { ...bid, nonce: '' }, raises?.maximaKrw ?? null]);
    expect(shown(raised)).to.deep.equal(shown(quiet));
  });

  it('seals an unsold, a cancelled and a bought auction alike', () => {
    const made = deeds([1, 'auto', 500], [2, 'auto', 700]);
    const sealedOf = ({ published }: ReturnType<typeof playLog>) =>
      published.entries.map(({ bid }) => bid === null);
    const asSold = sealedOf(playLog({}, made));
    expect(sealedOf(playLog({ reserveKrw: 9000 }, made))).to.deep.equal(asSold);
    expect(sealedOf(playLog({}, made, { cancels: true }))).to.deep.equal(asSold);
    const bought = playLog({ buyNowKrw: 9000 }, deeds([1, 'buy-now', 0]));
    expect(sealedOf(bought)).to.deep.equal([true, true, true]);
  });

  it('never opens an amount above the last price, wherever it stands', () => {
    const ending = { lastLead: { ordinal: 1, fromSeq: 5 }, priceKrw: 1000 };
    const bid = { seq: 2, ordinal: 2 };
    expect(mayOpenBid(ending, { ...bid, maxKrw: 1000 })).to.equal(true);
    expect(mayOpenBid(ending, { ...bid, maxKrw: 1001 })).to.equal(false);
    expect(mayOpenRaises(ending, 2, [900, 1000])).to.equal(true);
    expect(mayOpenRaises(ending, 2, [900, 1001])).to.equal(false);
    expect(mayOpenBid({ lastLead: null, priceKrw: null }, { ...bid, maxKrw: 1 })).to.equal(false);
  });

  it('opens the reserve only when it was met', () => {
    const made = deeds([1, 'auto', 500], [2, 'auto', 700]);
    expect(playLog({ reserveKrw: 1400 }, made).published.reserve?.reserveKrw).to.equal(1400);
    expect(playLog({ reserveKrw: 9000 }, made).published.reserve).to.equal(null);
  });

  it('is no amount above the last price, whatever happened', () => {
    fc.assert(
      fc.property(playedAuction, ({ published, happened }) => {
        const bids = happened.flatMap((one) => (one.type === 'bid' && !one.raise ? [one] : []));
        const priceKrw = bids.at(-1)?.priceKrw ?? 0;
        const lead = lastLeadOf(bids);
        const leadersMaxKrw = happened.findLast(
          (one) => one.type === 'bid' && one.ordinal === lead?.ordinal,
        );
        for (const { bid, raises } of published.entries) {
          expect(bid?.maxKrw ?? 0).to.be.at.most(priceKrw);
          for (const maxKrw of raises?.maximaKrw ?? []) expect(maxKrw).to.be.at.most(priceKrw);
        }
        // The one that led at the end is opened nowhere, as no other of that bidder's can equal it.
        if (leadersMaxKrw?.type !== 'bid') return;
        for (const one of bids.filter(({ ordinal }) => ordinal === lead?.ordinal)) {
          const opened = published.entries[one.seq]?.bid;
          expect(opened?.maxKrw).to.not.equal(leadersMaxKrw.amountKrw);
        }
      }),
      { numRuns: 500, seed: SEED },
    );
  });
});
