import { expect } from 'chai';
import { Recent } from './recent.ts';

describe('what a window did of late', () => {
  let nowMs: number;
  let recent: Recent;
  beforeEach(() => {
    nowMs = 1_000;
    recent = new Recent(() => nowMs);
  });

  const tellAfter = (ms: number) => {
    nowMs += ms;
    return recent.tell();
  };

  it('is deliveries a second and the longest that a pass and a bid took', () => {
    recent.delivered(30);
    recent.delivered(10);
    recent.passed(3.14);
    recent.passed(0.5);
    recent.heardAfter(2);
    recent.heardAfter(12);
    expect(tellAfter(2_000)).to.deep.equal({
      ...{ deliveriesPerS: 20, fanOutMaxMs: 3.1, heardAfterMaxMs: 12 },
    });
  });

  it('is nothing before anything was sent or heard, in no time as well', () => {
    const nothing = { deliveriesPerS: 0, fanOutMaxMs: null, heardAfterMaxMs: null };
    expect(recent.tell()).to.deep.equal(nothing);
    expect(tellAfter(2_000)).to.deep.equal(nothing);
  });

  it('tells of what was long for a few tellings, then forgets it', () => {
    recent.passed(500);
    const told = Array.from({ length: 7 }, () => tellAfter(2_000).fanOutMaxMs);
    expect(told).to.deep.equal([500, 500, 500, 500, 500, null, null]);
  });

  it('counts deliveries over the whole time that it looks back on', () => {
    const told = Array.from({ length: 8 }, () => {
      recent.delivered(200);
      return tellAfter(2_000).deliveriesPerS;
    });
    expect(new Set(told)).to.deep.equal(new Set([100]));
  });
});
