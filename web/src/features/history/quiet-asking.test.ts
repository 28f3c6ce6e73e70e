import { expect } from 'chai';
import { StandInTime } from '../../testing/stand-in-time.ts';
import { QuietAsking } from './quiet-asking.ts';

describe('asking for bids that were merged on the way', () => {
  let time: StandInTime;
  let askedAtMs: number[];
  let answer: () => Promise<unknown>;
  let startMs: number;

  beforeEach(() => {
    time = new StandInTime();
    startMs = time.nowMs;
    askedAtMs = [];
    answer = () => Promise.resolve();
  });

  function asking(random = 0): QuietAsking {
    const ask = (): Promise<unknown> => {
      askedAtMs.push(time.nowMs - startMs);
      return answer();
    };
    return new QuietAsking({ after: time.after, random: () => random, ask });
  }

  async function pass(ms: number): Promise<void> {
    for (let passedMs = 0; passedMs < ms; passedMs += 500) {
      time.pass(500);
      await new Promise(setImmediate);
    }
  }

  it('waits while bids come, and for about a second more that differs from page to page', async () => {
    const early = asking(0);
    const late = asking(0.8);
    for (let bid = 0; bid < 20; bid += 1) {
      early.heard(bid);
      late.heard(bid);
      await pass(500);
    }
    expect(askedAtMs).to.deep.equal([]);
    await pass(1500);
    expect(askedAtMs).to.deep.equal([10_500, 11_300]);
  });

  it('is done ever less often while it does not help', async () => {
    answer = () => Promise.reject(new Error('503'));
    asking().heard(7);
    await pass(16_000);
    expect(askedAtMs).to.deep.equal([1000, 3000, 7000, 15_000]);
    await pass(600_000);
    expect(askedAtMs.length).to.be.within(20, 26);
  });

  it('begins anew once nothing was missing, and ends with that', async () => {
    const history = asking();
    history.heard(7);
    await pass(3000);
    history.heard(null);
    await pass(60_000);
    expect(askedAtMs).to.deep.equal([1000, 3000]);
    history.heard(7);
    await pass(1000);
    expect(askedAtMs).to.deep.equal([1000, 3000, 64_000]);
  });

  it('is never done twice at once', async () => {
    const { promise, resolve } = Promise.withResolvers();
    answer = () => promise;
    const history = asking();
    history.heard(7);
    await pass(1000);
    history.heard(7);
    await pass(20_000);
    expect(askedAtMs).to.deep.equal([1000]);
    resolve(null);
    await pass(2500);
    expect(askedAtMs).to.have.length(2);
  });
});
