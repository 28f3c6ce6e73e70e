import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { CATEGORY_ID } from './api-under-test.ts';

const DAY_MS = 86_400_000;

/** A sale date that is good: `days` after today in Seoul. */
export function saleDateIn(days: number): string {
  return kstDate(Date.now() + days * DAY_MS);
}

/** What lists an auction for tomorrow. */
export function newListing(given: object = {}): object {
  return {
    title: '오래된 시계',
    description: '잘 가요.',
    categoryId: CATEGORY_ID,
    saleDate: saleDateIn(1),
    startKrw: 10_000,
    bidUnitKrw: 500,
    ...given,
  };
}
