import type { LogPosition } from '@sagopalgo/core/redis/log-entries.ts';

/** More raises and moves after one visible bid than there can be. */
const RAISE_MAX = 1_000_000_000;

/** True when `one` lies before `other` in a log. */
export function isBefore(one: LogPosition, other: LogPosition): boolean {
  return one.seq < other.seq || (one.seq === other.seq && one.raise < other.raise);
}

/** True when `one` lies after `other` in a log. */
export function isAfter(one: LogPosition, other: LogPosition): boolean {
  return isBefore(other, one);
}

/** A place after which the entry at this one is the next to be read. */
export function justBefore({ seq, raise }: LogPosition): LogPosition {
  if (raise > 0) return { seq, raise: raise - 1 };
  return seq === 0 ? { seq, raise } : { seq: seq - 1, raise: RAISE_MAX };
}

/** The place that the judge's `seq` and `raise` name; the very beginning where Redis has none. */
export function placeOf([seq, raise]: readonly (string | null)[]): LogPosition {
  return { seq: Number(seq ?? 0), raise: Number(raise ?? 0) };
}
