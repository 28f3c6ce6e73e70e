import { expect } from 'chai';
import { formatExactClock, formatLeft, formatMoment, formatNearMoment } from './format.ts';
import { formatRate, formatShort, formatSpan } from './format.ts';

const CLOSING_MS = Date.parse('2026-11-21T09:00:00.000Z');

describe('format', () => {
  it('counts down in days, hours, minutes and at last seconds', () => {
    expect(formatLeft(2 * 86_400_000 + 3 * 3_600_000)).to.equal('2일 3시간');
    expect(formatLeft(5 * 3_600_000 + 28 * 60_000)).to.equal('5시간 28분');
    expect(formatLeft(17 * 60_000 + 32_000)).to.equal('17분 32초');
    expect(formatLeft(6001)).to.equal('0:07');
    expect(formatLeft(-5)).to.equal('0:00');
  });

  it('shortens large counts only where nothing is lost', () => {
    expect([50_000, 2_500_000_000, 123_456_789].map(formatShort)).to.deep.equal([
      ...['50,000', '25억', '123,456,789'],
    ]);
  });

  it('shows rates and spans without what nobody needs', () => {
    expect([500, 550, 25, 0].map(formatRate)).to.deep.equal(['5%', '5.5%', '0.25%', '0%']);
    const hours = [24, 48, 72, 168, 73.5].map((count) => count * 3_600_000);
    expect(hours.map(formatSpan)).to.deep.equal(['24시간', '48시간', '3일', '7일', '73.5시간']);
  });

  it('tells moments in Korean time, whatever the zone of the machine', () => {
    expect(formatMoment(CLOSING_MS)).to.equal('11월 21일 18:00');
    expect(formatExactClock(CLOSING_MS + 418)).to.equal('18:00:00.418');
  });

  it('says today, tomorrow and yesterday by the calendar of Seoul', () => {
    expect(formatNearMoment(CLOSING_MS, CLOSING_MS - 3_600_000)).to.equal('오늘 18:00');
    expect(formatNearMoment(CLOSING_MS, CLOSING_MS - 20 * 3_600_000)).to.equal('내일 18:00');
    expect(formatNearMoment(CLOSING_MS, CLOSING_MS + 7 * 3_600_000)).to.equal('어제 18:00');
    expect(formatNearMoment(CLOSING_MS, CLOSING_MS - 90 * 3_600_000)).to.equal('11월 21일 18:00');
  });
});
