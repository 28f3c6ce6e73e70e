import { expect } from 'chai';
import { closingMomentMs, isGoodSaleDate, kstDate, nextSaleDates } from './kst.ts';
import { isCalendarDate, openingMomentMs, salePhase } from './kst.ts';

const at = (utc: string): number => Date.parse(utc);

describe('KST', () => {
  it('turns the day at midnight in Seoul, whatever zone this process is in', () => {
    expect(kstDate(at('2026-11-20T14:59:59.999Z'))).to.equal('2026-11-20');
    expect(kstDate(at('2026-11-20T15:00:00.000Z'))).to.equal('2026-11-21');
  });

  it('opens at 09:00 and closes at 18:00 in Seoul', () => {
    expect(openingMomentMs('2026-11-21')).to.equal(at('2026-11-21T00:00:00.000Z'));
    expect(closingMomentMs('2026-11-21')).to.equal(at('2026-11-21T09:00:00.000Z'));
  });

  it('knows the phase of the day at each edge', () => {
    const phases = ['2026-11-20T15:00:00.000Z', '2026-11-20T23:59:59.999Z'].map((t) =>
      salePhase(at(t)),
    );
    expect(phases).to.deep.equal(['coming', 'coming']);
    expect(salePhase(at('2026-11-21T00:00:00.000Z'))).to.equal('live');
    expect(salePhase(at('2026-11-21T08:59:59.999Z'))).to.equal('live');
    expect(salePhase(at('2026-11-21T09:00:00.000Z'))).to.equal('ended');
    expect(salePhase(at('2026-11-21T14:59:59.999Z'))).to.equal('ended');
  });

  it('takes a sale date while its 09:00 is still ahead', () => {
    const opensAtMs = openingMomentMs('2026-11-21');
    expect(isGoodSaleDate('2026-11-21', opensAtMs - 1)).to.equal(true);
    expect(isGoodSaleDate('2026-11-21', opensAtMs)).to.equal(false);
    expect(isGoodSaleDate('2026-02-30', 0)).to.equal(false);
  });

  it('offers dates from the first good one, over the end of a year', () => {
    const afterOpeningMs = openingMomentMs('2026-12-30') + 1;
    expect(nextSaleDates(afterOpeningMs, 3)).to.deep.equal([
      '2026-12-31',
      '2027-01-01',
      '2027-01-02',
    ]);
    expect(nextSaleDates(afterOpeningMs - 2, 1)).to.deep.equal(['2026-12-30']);
  });

  it('does not take days that no calendar has', () => {
    expect(isCalendarDate('2028-02-29')).to.equal(true);
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '', '20261121', 'today']) {
      expect(isCalendarDate(text), text).to.equal(false);
    }
    expect(() => openingMomentMs('2026-13-01')).to.throw(RangeError);
  });
});
