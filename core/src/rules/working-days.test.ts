import { expect } from 'chai';
import { isWorkingDay, publicHolidays } from './working-days.ts';
import { workingDayCutoffMs, workingDayDeadlineMs } from './working-days.ts';

const DAY_MS = 86_400_000;
const kst = (time: string): number => Date.parse(`${time}+09:00`);
const deadline = (from: string, days: number): string =>
  new Date(workingDayDeadlineMs(kst(from), days) + 9 * 3_600_000).toISOString().slice(0, 16);

/** The years' public holidays on working days, as the government's calendars (월력요항) have them. */
const ON_WEEKDAYS: Record<number, string> = {
  2026:
    '01-01 02-16 02-17 02-18 03-02 05-01 05-05 05-25 06-03 07-17 08-17 09-24 09-25 10-05 10-09 ' +
    '12-25',
  2027: '01-01 02-08 02-09 03-01 05-03 05-05 05-13 07-19 08-16 09-14 09-15 09-16 10-04 10-11 12-27',
};

/** 설날, 부처님오신날 and 추석 as they were announced. */
const LUNAR: Record<number, [seollal: string, buddha: string, chuseok: string]> = {
  2020: ['01-25', '04-30', '10-01'],
  2021: ['02-12', '05-19', '09-21'],
  2022: ['02-01', '05-08', '09-10'],
  2023: ['01-22', '05-27', '09-29'],
  2024: ['02-10', '05-15', '09-17'],
  2025: ['01-29', '05-05', '10-06'],
  2026: ['02-17', '05-24', '09-25'],
  2027: ['02-07', '05-13', '09-15'],
  2028: ['01-27', '05-02', '10-03'],
  2029: ['02-13', '05-20', '09-22'],
  2030: ['02-03', '05-09', '09-12'],
};

describe('working days in Korea', () => {
  for (const [year, dates] of Object.entries(ON_WEEKDAYS)) {
    it(`are free on every public holiday of ${year} and on no other weekday`, () => {
      const onWeekdays = [...publicHolidays(Number(year))]
        .filter((date) => ![0, 6].includes(new Date(date).getUTCDay()))
        .toSorted();
      expect(onWeekdays).to.deep.equal(dates.split(' ').map((date) => `${year}-${date}`));
      expect(onWeekdays.some(isWorkingDay)).to.equal(false);
    });
  }

  it('follow the moon as Korea sees it, which is a day later than China in 2027 and 2028', () => {
    for (const [year, dates] of Object.entries(LUNAR)) {
      for (const date of dates) {
        expect([...publicHolidays(Number(year))], date).to.include(`${year}-${date}`);
      }
      const [seollal, , chuseok] = dates.map((date) => Date.parse(`${year}-${date}`));
      for (const aroundMs of [seollal, chuseok].flatMap((ms = 0) => [ms - DAY_MS, ms + DAY_MS])) {
        const date = new Date(aroundMs).toISOString().slice(0, 10);
        expect([...publicHolidays(Number(year))], date).to.include(date);
      }
    }
    expect(isWorkingDay('2028-01-25')).to.equal(true);
  });

  it('make up once for two holidays that meet on a weekday', () => {
    // 어린이날 and 부처님오신날 on a Monday; 개천절 on the day of 추석.
    expect([...publicHolidays(2025)])
      .to.include('2025-05-06')
      .and.not.include('2025-05-07');
    expect([...publicHolidays(2028)])
      .to.include('2028-10-05')
      .and.not.include('2028-10-06');
  });

  it('make up for 설날 and 추석 on a Sunday only, for 신정 and 현충일 never', () => {
    expect(isWorkingDay('2026-09-28'), 'the day after 추석 is a Saturday').to.equal(true);
    expect(isWorkingDay('2024-02-12'), 'the day after 설날 is a Sunday').to.equal(false);
    expect(isWorkingDay('2026-06-08')).to.equal(true);
    expect(isWorkingDay('2028-01-03')).to.equal(true);
  });

  it('make up with a day each when two fall on one weekend', () => {
    // 개천절 on a Saturday that is 추석, whose second day is the Sunday.
    expect([...publicHolidays(2009)]).to.include.members(['2009-10-05', '2009-10-06']);
  });

  it('are never Saturdays and Sundays', () => {
    expect(isWorkingDay('2026-11-27')).to.equal(true);
    expect(isWorkingDay('2026-11-28')).to.equal(false);
    expect(isWorkingDay('2026-11-29')).to.equal(false);
    expect(isWorkingDay('2026-11-30')).to.equal(true);
  });
});

describe('a deadline in working days', () => {
  it('is the end of the last of them, the day itself not counted', () => {
    expect(deadline('2026-11-25T00:00:00.000', 3)).to.equal('2026-12-01T00:00');
    expect(deadline('2026-11-25T23:59:59.999', 3)).to.equal('2026-12-01T00:00');
    expect(deadline('2026-11-26T00:00:00.000', 3)).to.equal('2026-12-02T00:00');
    expect(deadline('2026-11-23T12:00:00.000', 1)).to.equal('2026-11-25T00:00');
  });

  it('counts from the next working day on when it began on a free one', () => {
    expect(deadline('2026-11-28T12:00:00.000', 1)).to.equal('2026-12-01T00:00');
    expect(deadline('2026-11-29T12:00:00.000', 1)).to.equal('2026-12-01T00:00');
  });

  it('leaves out 설날, 추석 and the end of the year', () => {
    expect(deadline('2026-02-13T12:00:00.000', 3)).to.equal('2026-02-24T00:00');
    expect(deadline('2026-09-23T12:00:00.000', 7)).to.equal('2026-10-08T00:00');
    expect(deadline('2026-12-31T12:00:00.000', 1)).to.equal('2027-01-05T00:00');
    expect(deadline('2027-02-05T12:00:00.000', 3)).to.equal('2027-02-13T00:00');
  });

  it('is past for what happened before the cut-off, and for nothing else', () => {
    for (const days of [1, 3, 7]) {
      for (let hour = 0; hour < 24 * 60; hour += 5) {
        const nowMs = kst('2026-09-01T00:00:00') + hour * 3_600_000;
        const cutoffMs = workingDayCutoffMs(nowMs, days);
        expect(workingDayDeadlineMs(cutoffMs - 1, days)).to.be.at.most(nowMs);
        expect(workingDayDeadlineMs(cutoffMs, days)).to.be.above(nowMs);
      }
    }
  });

  it('is refused for more days than anybody may set', () => {
    expect(() => workingDayDeadlineMs(kst('2026-01-01T00:00:00'), 300)).to.throw(RangeError);
    expect(() => workingDayDeadlineMs(kst('2026-01-01T00:00:00'), 0)).to.throw(RangeError);
  });
});
