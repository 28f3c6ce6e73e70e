import { expect } from 'chai';
import { lastReturnMs, outageWithinMs } from './outage-time.ts';

const outage = (startedAtMs: number, endedAtMs: number) => ({ startedAtMs, endedAtMs });

describe('the time that outages took', () => {
  it('is what of them lies in the stretch, its end not counted', () => {
    expect(outageWithinMs([outage(0, 30)], 10, 20)).to.equal(10);
    expect(outageWithinMs([outage(5, 12), outage(18, 40)], 10, 20)).to.equal(4);
    expect(outageWithinMs([outage(0, 10), outage(20, 30)], 10, 20)).to.equal(0);
    expect(outageWithinMs([], 10, 20)).to.equal(0);
  });

  it('counts once what several have covered, in whatever order they come', () => {
    const several = [outage(14, 16), outage(11, 15), outage(11, 13)];
    expect(outageWithinMs(several, 10, 20)).to.equal(5);
    expect(outageWithinMs(several.toReversed(), 10, 20)).to.equal(5);
  });

  it('ended with the last of those that began before a moment', () => {
    expect(lastReturnMs([outage(1, 9), outage(3, 5), outage(20, 30)], 20)).to.equal(9);
    expect(lastReturnMs([outage(20, 30)], 20)).to.equal(null);
  });
});
