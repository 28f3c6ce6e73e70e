import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import type { ListChoices } from '../../lib/list-choices.ts';

/** How soon an auction may have to close, in hours, and how that is said. */
export const ENDING_WITHIN: readonly [hours: number, words: string][] = [
  [1, '1시간 안에 마감'],
  [6, '6시간 안에 마감'],
  [24, '24시간 안에 마감'],
  [72, '3일 안에 마감'],
];

interface ActiveFilter {
  words: string;
  /** What takes it off again. */
  without: Partial<ListChoices>;
}

/** The filters that are on, in words. */
export function filterWords(choices: ListChoices): ActiveFilter[] {
  const { hashtag, minKrw, maxKrw, endingWithinHours, noBids, state } = choices;
  const isEnding = endingWithinHours !== null && state !== 'ended';
  return [
    ...(hashtag === null ? [] : [{ words: `#${hashtag}`, without: { hashtag: null } }]),
    ...(minKrw !== null || maxKrw !== null
      ? [{ words: priceWords(minKrw, maxKrw), without: { minKrw: null, maxKrw: null } }]
      : []),
    ...(isEnding
      ? [{ words: endingWords(endingWithinHours), without: { endingWithinHours: null } }]
      : []),
    ...(noBids ? [{ words: '입찰 없는 것만', without: { noBids: false } }] : []),
  ];
}

/** A range of prices; null: without that end. */
export function priceWords(minKrw: number | null, maxKrw: number | null): string {
  if (minKrw !== null && maxKrw !== null) return `${formatKrw(minKrw)}–${formatKrw(maxKrw)}`;
  return minKrw === null ? `${formatKrw(maxKrw ?? 0)} 이하` : `${formatKrw(minKrw)} 이상`;
}

function endingWords(hours: number): string {
  const known = ENDING_WITHIN.find(([within]) => within === hours);
  return known ? known[1] : `${hours}시간 안에 마감`;
}
