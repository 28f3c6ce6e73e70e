import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { expect } from 'chai';
import type { LiveAuction } from './live-auction.ts';
import { isHalted, ownMaxLabel, standingOf, withLive } from './shown-auction.ts';

const READ = { epoch: 'e1', seq: 3, state: 'live', interrupted: false } as Auction;
const LIVE = { ...READ, pastEpochs: [] as readonly string[] } as unknown as LiveAuction;

describe('the auction as shown', () => {
  it('stands still as soon as either side says so, and goes on with what follows', () => {
    const stopped = { ...READ, interrupted: true };
    expect(withLive(READ, { ...LIVE, interrupted: true }).interrupted).to.equal(true);
    expect(withLive(stopped, LIVE).interrupted).to.equal(true);
    expect(withLive(stopped, { ...LIVE, seq: 4 }).interrupted).to.equal(false);
  });

  it('is halted only as long as it is not over', () => {
    expect(isHalted({ state: 'live', interrupted: true })).to.equal(true);
    expect(isHalted({ state: 'cancelled', interrupted: true })).to.equal(false);
    expect(isHalted({ state: 'live', interrupted: false })).to.equal(false);
  });

  it('names an own maximum by what nobody else can see of it', () => {
    expect(ownMaxLabel(5000, 4000)).to.equal('내 한도');
    expect(ownMaxLabel(4000, 4000)).to.equal('내 입찰');
    expect(ownMaxLabel(4000, null)).to.equal('내 한도');
  });

  it('says who has won and lost, and nothing of the kind where it was cancelled', () => {
    const me = { alias: '입찰자 1', ownMaxKrw: 5000, standing: 'leading' } as const;
    const first = { ...READ, leaderAlias: me.alias, me };
    expect(standingOf(first, 'sold')).to.equal('won');
    expect(standingOf({ ...first, leaderAlias: '입찰자 2' }, 'sold')).to.equal('lost');
    expect(standingOf(first, 'unsold')).to.equal('lost');
    expect(standingOf(first, 'cancelled')).to.equal(null);
  });
});
