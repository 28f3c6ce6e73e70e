import { kstDate } from '@sagopalgo/core/rules/kst.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Below it hours are what people count in. */
const DAYS_FROM_MS = 3 * DAY_MS;
const MINUTE_MS = 60_000;
const EOK = 100_000_000;
const BASIS_POINTS = 10_000;

const SEOUL = { timeZone: 'Asia/Seoul', hourCycle: 'h23' } as const;
const counts = new Intl.NumberFormat('ko-KR');
const clock = new Intl.DateTimeFormat('ko-KR', {
  ...SEOUL,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const hourMinute = new Intl.DateTimeFormat('ko-KR', {
  ...SEOUL,
  hour: '2-digit',
  minute: '2-digit',
});
const rates = new Intl.NumberFormat('ko-KR', { style: 'percent', maximumFractionDigits: 2 });
const monthDay = new Intl.DateTimeFormat('ko-KR', { ...SEOUL, month: 'long', day: 'numeric' });
const weekday = new Intl.DateTimeFormat('ko-KR', {
  ...SEOUL,
  month: 'long',
  day: 'numeric',
  weekday: 'short',
});

/** `4400000` as `4,400,000`, for where the won stands beside it. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** `50,000`, and `25억` where that is the whole of it: for narrow places. */
export function formatShort(count: number): string {
  return count >= EOK && count % EOK === 0 ? `${counts.format(count / EOK)}억` : formatCount(count);
}

/** A rate in hundredths of a percent: 550 as `5.5%`. */
export function formatRate(rateBp: number): string {
  return rates.format(rateBp / BASIS_POINTS);
}

/** A span of time in the words people use: `7일`, `48시간`, `36시간`; days from three whole ones on. */
export function formatSpan(spanMs: number): string {
  const isDays = spanMs % DAY_MS === 0 && spanMs >= DAYS_FROM_MS;
  return isDays
    ? `${formatCount(spanMs / DAY_MS)}일`
    : `${formatCount(Math.round((spanMs / HOUR_MS) * 10) / 10)}시간`;
}

/** `18:00:00`, Korean time. */
export function formatClock(atMs: number): string {
  return clock.format(atMs);
}

/** `12:31:02.418`, Korean time: the order of bids is a matter of milliseconds. */
export function formatExactClock(atMs: number): string {
  return `${clock.format(atMs)}.${String(((atMs % 1000) + 1000) % 1000).padStart(3, '0')}`;
}

/** `11월 23일 18:00`, Korean time. */
export function formatMoment(atMs: number): string {
  return `${monthDay.format(atMs)} ${hourMinute.format(atMs)}`;
}

/** `오늘 18:00`, `내일 09:00`, else `11월 23일 18:00`, seen from `nowMs`. */
export function formatNearMoment(atMs: number, nowMs: number): string {
  const day = kstDate(atMs);
  if (day === kstDate(nowMs)) return `오늘 ${hourMinute.format(atMs)}`;
  if (day === kstDate(nowMs + DAY_MS)) return `내일 ${hourMinute.format(atMs)}`;
  if (day === kstDate(nowMs - DAY_MS)) return `어제 ${hourMinute.format(atMs)}`;
  return formatMoment(atMs);
}

/** `11월 23일 (월)`, Korean time. */
export function formatDay(atMs: number): string {
  return weekday.format(atMs);
}

/** What is left: `2일 3시간`, `5시간 28분`, `17분 32초`, under a minute `0:07`. Never below zero. */
export function formatLeft(leftMs: number): string {
  // A second that has begun is still there: the countdown reaches 0:00 at the moment itself.
  const left = Math.max(0, Math.ceil(leftMs / 1000)) * 1000;
  if (left >= DAY_MS)
    return `${Math.floor(left / DAY_MS)}일 ${Math.floor((left % DAY_MS) / HOUR_MS)}시간`;
  if (left >= HOUR_MS) {
    return `${Math.floor(left / HOUR_MS)}시간 ${Math.floor((left % HOUR_MS) / MINUTE_MS)}분`;
  }
  const seconds = Math.floor((left % MINUTE_MS) / 1000);
  if (left >= MINUTE_MS) return `${Math.floor(left / MINUTE_MS)}분 ${seconds}초`;
  return `0:${String(seconds).padStart(2, '0')}`;
}
