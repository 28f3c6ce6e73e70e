import { kstDate, kstMidnightMs } from './kst.ts';

const DAY_MS = 86_400_000;
const SUNDAY = 0;
const SATURDAY = 6;
/** More than the longest deadline that operators can set, holidays and all. */
const LOOK_MAX_DAYS = 366;
const YEARS_KEPT_MAX = 20;

/**
 * Public holidays that no rule gives: elections and 임시공휴일, which the government appoints for one year,
 * often a few weeks before. Operators keep the list; what is not in it counts as a working day.
 */
const APPOINTED: readonly string[] = [
  '2026-06-03', // 지방선거
];

/**
 * When a holiday that falls badly is made up for by another day: on a Saturday or Sunday, on a Sunday only,
 * or never. The first two also when they meet another holiday on a weekday.
 */
type MadeUp = 'weekend' | 'sunday' | 'never';

const FIXED: readonly (readonly [monthDay: string, madeUp: MadeUp])[] = [
  ['01-01', 'never'],
  ['03-01', 'weekend'],
  ['05-01', 'weekend'],
  ['05-05', 'weekend'],
  ['06-06', 'never'],
  ['07-17', 'weekend'],
  ['08-15', 'weekend'],
  ['10-03', 'weekend'],
  ['10-09', 'weekend'],
  ['12-25', 'weekend'],
];

/** Month and day of Korea's lunisolar calendar; `around` days before and after are holidays too. */
const LUNAR: readonly (readonly [monthDay: string, around: number, madeUp: MadeUp])[] = [
  ['1-1', 1, 'sunday'], // 설날
  ['4-8', 0, 'weekend'], // 부처님오신날
  ['8-15', 1, 'sunday'], // 추석
];

/**
 * The end (24:00 in Seoul) of the `days`-th working day after the day of `fromMs`, in UTC milliseconds.
 * By the rules on public holidays as they are since 2026; what was appointed is in the list above.
 */
export function workingDayDeadlineMs(fromMs: number, days: number): number {
  const fromDayMs = kstMidnightMs(kstDate(fromMs));
  return nthWorkingDayMs(fromDayMs, days, DAY_MS) + DAY_MS;
}

/** Whatever happened before this moment, and nothing later, has its `workingDayDeadlineMs` behind it. */
export function workingDayCutoffMs(nowMs: number, days: number): number {
  return nthWorkingDayMs(kstMidnightMs(kstDate(nowMs)), days, -DAY_MS);
}

/** Whether people work on the day "YYYY-MM-DD" in Korea: no weekend and no public holiday. */
export function isWorkingDay(date: string): boolean {
  return !isWeekend(date) && !publicHolidays(Number(date.slice(0, 4))).has(date);
}

/** The public holidays (공휴일) of a year, as "YYYY-MM-DD", with the days that make up for some. */
export function publicHolidays(year: number): ReadonlySet<string> {
  const found = known.get(year) ?? findHolidays(year);
  if (known.size >= YEARS_KEPT_MAX) known.clear();
  known.set(year, found);
  return found;
}

const known = new Map<number, ReadonlySet<string>>();

function nthWorkingDayMs(fromDayMs: number, days: number, stepMs: number): number {
  let left = days;
  for (let count = 1; count <= LOOK_MAX_DAYS; count += 1) {
    const dayMs = fromDayMs + count * stepMs;
    if (isWorkingDay(kstDate(dayMs))) left -= 1;
    if (left === 0) return dayMs;
  }
  throw new RangeError(`${days} working days are not within ${LOOK_MAX_DAYS} days`);
}

function findHolidays(year: number): ReadonlySet<string> {
  const named = [
    ...FIXED.map(([monthDay, madeUp]) => fixed(year, monthDay, madeUp)),
    ...lunar(year),
  ];
  const appointed = APPOINTED.filter((date) => date.startsWith(`${year}-`));
  const holidays = new Set([...named.map(({ date }) => date), ...appointed]);
  for (const date of daysToMakeUpFor(named)) holidays.add(nextFreeDay(date, holidays));
  return holidays;
}

interface Holiday {
  date: string;
  madeUp: MadeUp;
}

function fixed(year: number, monthDay: string, madeUp: MadeUp): Holiday {
  return { date: `${year}-${monthDay}`, madeUp };
}

function lunar(year: number): Holiday[] {
  const days = lunarDays(year);
  return LUNAR.flatMap(([monthDay, around, madeUp]) => {
    const date = days.get(monthDay);
    if (date === undefined) throw new Error(`no ${monthDay} of the lunar calendar in ${year}`);
    const offsets = around === 0 ? [0] : [-around, 0, around];
    return offsets.map((offset) => ({ date: later(date, offset), madeUp }));
  });
}

// A leap month has a name of its own, such as "4bis", so that no day is found twice.
function lunarDays(year: number): Map<string, string> {
  const format = new Intl.DateTimeFormat('en-u-ca-dangi', {
    ...{ timeZone: 'UTC', month: 'numeric', day: 'numeric' },
  });
  const found = new Map<string, string>();
  for (let date = `${year}-01-15`; date < `${year}-11-01`; date = later(date, 1)) {
    const parts = format.formatToParts(new Date(date));
    const [month, day] = ['month', 'day'].map((type) => parts.find((part) => part.type === type));
    found.set(`${month?.value}-${day?.value}`, date);
  }
  return found;
}

// One day for each that is lost: of those that meet on a weekday, all but one.
function daysToMakeUpFor(named: readonly Holiday[]): string[] {
  const sorted = named.filter(({ madeUp }) => madeUp !== 'never');
  return sorted
    .filter(({ date, madeUp }, index) =>
      isWeekend(date)
        ? madeUp === 'weekend' || weekdayOf(date) === SUNDAY
        : sorted.findIndex((each) => each.date === date) < index,
    )
    .map(({ date }) => date)
    .toSorted();
}

function nextFreeDay(date: string, holidays: ReadonlySet<string>): string {
  let next = later(date, 1);
  while (isWeekend(next) || holidays.has(next)) next = later(next, 1);
  return next;
}

function isWeekend(date: string): boolean {
  return [SUNDAY, SATURDAY].includes(weekdayOf(date));
}

function weekdayOf(date: string): number {
  return new Date(date).getUTCDay();
}

function later(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}
