/** Korea has had no daylight saving since 1988, so KST is UTC+9 all year round. */
const KST_OFFSET_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;
const OPENS_AFTER_MS = 9 * 3_600_000;
const CLOSES_AFTER_MS = 18 * 3_600_000;
const SALE_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

export type SalePhase = 'coming' | 'live' | 'ended';

/** The calendar day in Seoul, as "YYYY-MM-DD", that the UTC moment `atMs` falls on. */
export function kstDate(atMs: number): string {
  return new Date(atMs + KST_OFFSET_MS).toISOString().slice(0, 10);
}

/** UTC milliseconds of midnight in Seoul on `saleDate`; throws a RangeError for a day that does not exist. */
export function kstMidnightMs(saleDate: string): number {
  if (!isCalendarDate(saleDate)) throw new RangeError(`not a calendar day: ${saleDate}`);
  return Date.parse(`${saleDate}T00:00:00.000Z`) - KST_OFFSET_MS;
}

/** True for "YYYY-MM-DD" naming a day of the calendar (2026-02-30 is none). */
export function isCalendarDate(text: string): boolean {
  if (!SALE_DATE.test(text)) return false;
  const parsedMs = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(parsedMs) && new Date(parsedMs).toISOString().slice(0, 10) === text;
}

/** 09:00 KST of the sale day, in UTC milliseconds. */
export function openingMomentMs(saleDate: string): number {
  return kstMidnightMs(saleDate) + OPENS_AFTER_MS;
}

/** 18:00 KST of the sale day, in UTC milliseconds. */
export function closingMomentMs(saleDate: string): number {
  return kstMidnightMs(saleDate) + CLOSES_AFTER_MS;
}

/** Where the daily sale stands at `atMs`: coming before 09:00, live on [09:00, 18:00), ended after. */
export function salePhase(atMs: number): SalePhase {
  const sinceMidnightMs = atMs - kstMidnightMs(kstDate(atMs));
  if (sinceMidnightMs < OPENS_AFTER_MS) return 'coming';
  return sinceMidnightMs < CLOSES_AFTER_MS ? 'live' : 'ended';
}

/** A sale date is good while its 09:00 KST is still ahead. */
export function isGoodSaleDate(saleDate: string, nowMs: number): boolean {
  return isCalendarDate(saleDate) && openingMomentMs(saleDate) > nowMs;
}

/** The next `count` good sale dates at `nowMs`, earliest first. */
export function nextSaleDates(nowMs: number, count: number): string[] {
  const firstMs = isGoodSaleDate(kstDate(nowMs), nowMs) ? nowMs : nowMs + DAY_MS;
  return Array.from({ length: count }, (_, day) => kstDate(firstMs + day * DAY_MS));
}
