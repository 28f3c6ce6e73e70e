import { expect } from 'chai';
import { cover, haveCommon, isWithin, readSlots, writeSlots } from './slot-ranges.ts';

describe('slots as text', () => {
  it('are stretches, each from its first to its last, and read as they were written', () => {
    expect(writeSlots([0, 1, 2, 7, 9, 10])).to.equal('0-2 7-7 9-10');
    expect(readSlots('0-2 7-7 9-10')).to.deep.equal([
      [0, 2],
      [7, 7],
      [9, 10],
    ]);
    expect(() => readSlots('many')).to.throw('many');
  });

  it('hold what lies between, both ends too, and all there are where none are named', () => {
    const held = [0, 2, 3, 6, 7, 8, 9].filter((slot) => isWithin(readSlots('2-3 7-8'), slot));
    expect(held).to.deep.equal([2, 3, 7, 8]);
    expect([0, 16_383].every((slot) => isWithin(readSlots(null), slot))).to.equal(true);
  });

  it('meet where any slot is in both', () => {
    const meet = (one: string | null, other: string | null) =>
      haveCommon(readSlots(one), readSlots(other));
    expect(meet('0-5 20-30', '6-19 30-40')).to.equal(true);
    expect(meet('0-5 20-30', '6-19 31-40')).to.equal(false);
    expect(meet(null, '6-6')).to.equal(true);
  });

  it('cover others where each slot of those is in them, by whichever stretches', () => {
    const covers = (one: string | null, other: string | null) =>
      cover(readSlots(one), readSlots(other));
    expect(covers('6-9 0-5', '0-9')).to.equal(true);
    expect(covers('0-4 6-9', '0-9')).to.equal(false);
    expect(covers('0-4 6-9', '1-2 7-7')).to.equal(true);
    expect(covers('0-16382', null)).to.equal(false);
    expect(cover([], [[1, 1]])).to.equal(false);
  });
});
