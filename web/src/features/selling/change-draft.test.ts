import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { expect } from 'chai';
import { forgetDrafts, keptDrafts } from '../../lib/kept-drafts.ts';
import { fakeStorage } from '../../testing/fake-storage.ts';
import { forgetChange, keepChange, takeChange } from './change-draft.ts';

const NOW_MS = Date.UTC(2026, 10, 28);
const DAY_MS = 86_400_000;
const AUCTION = {
  ...{ auctionId: 'a1', title: '달항아리', description: '조선', categoryId: 'art', hashtags: [] },
  ...{ images: [], opensAtMs: NOW_MS + DAY_MS, startKrw: 10_000, steps: [[0, 500]] },
  ...{ capKrw: 1_000_000, buyNowKrw: null, extension: 'none', own: null },
} as unknown as Auction;

describe('the draft of a change', () => {
  const stood = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  beforeEach(() => {
    Object.defineProperty(globalThis, 'localStorage', { value: fakeStorage(), configurable: true });
  });
  after(() => {
    if (stood) Object.defineProperty(globalThis, 'localStorage', stood);
  });

  const take = (auction = AUCTION, nowMs = NOW_MS) => takeChange('u1', auction, nowMs);
  const type = (title: string): void => {
    const { initial, begunFrom } = take();
    const typed = { ...initial, title };
    keepChange('u1', 'a1', { begunFrom, typed, nowMs: NOW_MS });
  };

  it('is there again after a reload while the auction is as it was', () => {
    expect(take()).to.include({ isKept: false });
    type('백자 달항아리');
    expect(take()).to.include({ isKept: true });
    expect(take().initial).to.include({ title: '백자 달항아리', startKrw: 10_000 });
  });

  it('is not offered, and forgotten, once the auction is another', () => {
    type('백자 달항아리');
    const changed = { ...AUCTION, startKrw: 20_000 };
    expect(take(changed)).to.include({ isKept: false });
    expect(take(changed).initial).to.include({ title: '달항아리', startKrw: 20_000 });
    expect(take()).to.include({ isKept: false });
  });

  it('is kept for nobody else, for no other auction, and not as what is to be listed anew', () => {
    type('백자 달항아리');
    expect(takeChange('u2', AUCTION, NOW_MS).isKept).to.equal(false);
    expect(take({ ...AUCTION, auctionId: 'a2' }).isKept).to.equal(false);
    expect(keptDrafts('u1', NOW_MS)).to.deep.equal([]);
  });

  it('is forgotten when it is as the auction is, sent, too old, or somebody signs out', () => {
    type('백자 달항아리');
    type('달항아리');
    expect(take().isKept).to.equal(false);
    type('백자 달항아리');
    forgetChange('u1', 'a1');
    expect(take().isKept).to.equal(false);
    type('백자 달항아리');
    expect(take(AUCTION, NOW_MS + 15 * DAY_MS).isKept).to.equal(false);
    type('백자 달항아리');
    forgetDrafts();
    expect(take().isKept).to.equal(false);
  });
});
