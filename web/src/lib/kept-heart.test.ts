import { expect } from 'chai';
import { fakeStorage } from '../testing/fake-storage.ts';
import { dropHeartOff, keepHeart, takeHeart } from './kept-heart.ts';

const MINUTE_MS = 60_000;

describe('a heart that was pressed before logging in', () => {
  const stood = Object.getOwnPropertyDescriptor(globalThis, 'sessionStorage');

  beforeEach(() => {
    const storage = { value: fakeStorage(), configurable: true };
    Object.defineProperty(globalThis, 'sessionStorage', storage);
  });
  afterEach(() => {
    if (stood) Object.defineProperty(globalThis, 'sessionStorage', stood);
    else Reflect.deleteProperty(globalThis, 'sessionStorage');
  });

  it('is kept until it is taken, once', () => {
    keepHeart('a', 0);
    keepHeart('b', 0);
    expect(takeHeart(MINUTE_MS)).to.equal('b');
    expect(takeHeart(MINUTE_MS)).to.equal(null);
  });

  it('is forgotten after ten minutes', () => {
    keepHeart('a', 0);
    expect(takeHeart(10 * MINUTE_MS)).to.equal(null);
    expect(takeHeart(0)).to.equal(null);
  });

  it('is forgotten when the way in is left for another page', () => {
    keepHeart('a', 0);
    for (const path of ['/login', '/sign-up']) dropHeartOff(path);
    expect(takeHeart(0)).to.equal('a');
    keepHeart('a', 0);
    dropHeartOff('/auctions/a');
    expect(takeHeart(0)).to.equal(null);
  });

  it('is none where what is stored is not ours', () => {
    for (const stored of ['', '{', '{"auctionId":1}']) {
      sessionStorage.setItem('sagopalgo.heart-after-log-in', stored);
      expect(takeHeart(0), stored).to.equal(null);
    }
  });
});
