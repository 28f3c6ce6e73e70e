import { expect } from 'chai';
import { ownBids, rememberOwnBid } from './own-bids.ts';

const answered = (bidId: string, acceptedAtMs = 1) => ({ bidId, acceptedAtMs, ownMaxKrw: 90_000 });

describe('own bids of a tab', () => {
  const stood = Object.getOwnPropertyDescriptor(globalThis, 'sessionStorage');
  let kept: Map<string, string>;

  const storeIn = (storage: Partial<Storage>) =>
    Object.defineProperty(globalThis, 'sessionStorage', { value: storage, configurable: true });

  beforeEach(() => {
    kept = new Map();
    storeIn({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
    });
  });
  after(() => {
    if (stood) Object.defineProperty(globalThis, 'sessionStorage', stood);
  });

  it('are kept newest first, each once, by person and auction', () => {
    rememberOwnBid('u', 'a', 'exact', answered('b1'));
    rememberOwnBid('u', 'a', 'auto', answered('b2', 2));
    rememberOwnBid('u', 'a', 'auto', answered('b2', 2));
    expect(ownBids('u', 'a')).to.deep.equal([
      { bidId: 'b2', kind: 'auto', acceptedAtMs: 2 },
      { bidId: 'b1', kind: 'exact', acceptedAtMs: 1 },
    ]);
    expect([ownBids('other', 'a'), ownBids('u', 'other')]).to.deep.equal([[], []]);
  });

  it('hold no amount', () => {
    rememberOwnBid('u', 'a', 'auto', answered('b1'));
    expect([...kept.values()].join()).to.not.include('90000');
  });

  it('are at most 100', () => {
    for (let bid = 0; bid < 120; bid += 1) rememberOwnBid('u', 'a', 'exact', answered(`b${bid}`));
    const bidIds = ownBids('u', 'a').map(({ bidId }) => bidId);
    expect([bidIds.length, bidIds[0]]).to.deep.equal([100, 'b119']);
  });

  it('are none where nothing can be stored, or something else was', () => {
    kept.set('sagopalgo.own-bids.u.a', '[{"bidId":1}]');
    expect(ownBids('u', 'a')).to.deep.equal([]);
    storeIn({});
    rememberOwnBid('u', 'a', 'exact', answered('b1'));
    expect(ownBids('u', 'a')).to.deep.equal([]);
  });
});
