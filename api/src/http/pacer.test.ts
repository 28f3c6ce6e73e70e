import { expect } from 'chai';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { Pacer } from './pacer.ts';

const NOW_MS = 1_000_000;

/** How many of so many calls at one moment are let through. */
function countLet(pacer: Pacer, key: string, calls: number, nowMs: number): number {
  let count = 0;
  for (let call = 0; call < calls; call += 1) if (waitOf(pacer, key, nowMs) === 0) count += 1;
  return count;
}

/** How long a caller is told to wait, 0 when let through. */
function waitOf(pacer: Pacer, key: string, nowMs: number): number {
  try {
    pacer.take(key, nowMs);
    return 0;
  } catch (error) {
    if (!(error instanceof RefusalError) || error.code !== 'RATE_LIMITED') throw error;
    return Number(error.detail['retryAfterMs']);
  }
}

describe('the pace of an address', () => {
  it('lets a burst through and then so many a second', () => {
    const pacer = new Pacer({ perSecond: 10, burst: 5 });
    expect(countLet(pacer, 'a', 20, NOW_MS)).to.equal(5);
    expect(countLet(pacer, 'a', 20, NOW_MS + 99)).to.equal(0);
    expect(countLet(pacer, 'a', 20, NOW_MS + 300)).to.equal(3);
    expect(countLet(pacer, 'a', 20, NOW_MS + 60_000)).to.equal(5);
  });

  it('is kept for each address alone', () => {
    const pacer = new Pacer({ perSecond: 10, burst: 1 });
    expect(countLet(pacer, 'a', 2, NOW_MS)).to.equal(1);
    expect(countLet(pacer, 'b', 2, NOW_MS)).to.equal(1);
  });

  it('tells how long to wait, and a wait of that long is enough', () => {
    const pacer = new Pacer({ perSecond: 4, burst: 2 });
    countLet(pacer, 'a', 2, NOW_MS);
    const waitMs = waitOf(pacer, 'a', NOW_MS);
    expect(waitMs).to.equal(250);
    expect(waitOf(pacer, 'a', NOW_MS + waitMs - 1)).to.be.greaterThan(0);
    expect(waitOf(pacer, 'a', NOW_MS + waitMs)).to.equal(0);
  });

  it('holds nobody back for longer when the clock is set back', () => {
    const pacer = new Pacer({ perSecond: 10, burst: 2 });
    countLet(pacer, 'a', 2, NOW_MS);
    expect(waitOf(pacer, 'a', NOW_MS - 3_600_000)).to.be.at.most(200);
  });

  it('remembers only so many addresses, those that called last', () => {
    const pacer = new Pacer({ perSecond: 1, burst: 1 }, 2);
    for (const key of ['a', 'b', 'c']) expect(countLet(pacer, key, 1, NOW_MS), key).to.equal(1);
    expect(countLet(pacer, 'c', 1, NOW_MS)).to.equal(0);
    expect(countLet(pacer, 'a', 1, NOW_MS)).to.equal(1);
  });
});
