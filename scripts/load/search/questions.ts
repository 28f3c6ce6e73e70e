import type { SearchQuery } from '@sagopalgo/core/search/auction-search.ts';
import { personName } from './listing-words.ts';

/** What somebody looks for, as the page asks for it. */
export type Question = Pick<SearchQuery, 'words' | 'state' | 'sort'> & Partial<SearchQuery>;

const live = (words: string, more: Partial<SearchQuery> = {}): Question => ({
  ...{ words, state: 'live' as const, sort: 'relevance' as const },
  ...more,
});

/** Words that many things have, few or none; as they are written, in half and misspelt; with filters. */
export const QUESTIONS: readonly Question[] = [
  live('카메라'),
  live('라이카 카메라'),
  live('원목책상'),
  live('책상을'),
  live('백자 항아리'),
  live('오메가 손목시계'),
  live('할아버지께서'),
  live('M6'),
  live('가죽 케이스', { sort: 'ending' }),
  live('빈티지', { sort: 'price-low' }),
  live('상태 좋은', { sort: 'bids' }),
  live('턴테이블', { state: 'ended', sort: 'newest' }),
  live('원목', { categoryId: 'load-furniture', categoryIds: ['load-furniture'], maxKrw: 100_000 }),
  live('초판본', { noBids: true, state: 'coming' }),
  live(personName(12_345)),
  live(`${personName(777)} 시계`, { state: 'ended' }),
  live('없는물건'),
  live('라이커'),
  live('스피카'),
  live('책ㅅ'),
  live('ㅋㅁㄹ'),
];

/** What somebody types, letter by letter. */
export const TYPED: readonly string[] = [
  '카',
  '카메',
  '카메ㄹ',
  '원목',
  'ㅊㅅ',
  '라이',
  '손목시',
  'rkr',
];
