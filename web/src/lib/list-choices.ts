import {
  AUCTION_SORTS,
  LIST_STATES,
  QUERY_MAX_CHARS,
} from '@sagopalgo/core/contracts/auction-lists.ts';
import type {
  AuctionSort,
  listAuctions,
  ListedState,
} from '@sagopalgo/core/contracts/auction-lists.ts';
import { hashtagSchema } from '@sagopalgo/core/contracts/auctions.ts';
import { CAP_MAX_KRW } from '@sagopalgo/core/rules/bid-steps.ts';
import type { CallInput } from './call-api.ts';
import { HOME_PATH } from './paths.ts';

const DIGITS = /^[1-9]\d{0,14}$/;
const ID = /^[A-Za-z0-9_-]{1,40}$/;
const HOURS_MAX = 720;

/** Which auctions somebody wants to see, and in which order; what is null or empty is not asked for. */
export interface ListChoices {
  /** Null on the page of the day. */
  state: ListedState | null;
  categoryId: string | null;
  words: string;
  /** Without its sign, as it is kept. */
  hashtag: string | null;
  sort: AuctionSort | null;
  minKrw: number | null;
  maxKrw: number | null;
  endingWithinHours: number | null;
  noBids: boolean;
}

export const NO_CHOICES: ListChoices = {
  state: null,
  categoryId: null,
  words: '',
  hashtag: null,
  sort: null,
  minKrw: null,
  maxKrw: null,
  endingWithinHours: null,
  noBids: false,
};

/** Reads the choices out of an address. What cannot be asked for is left out; anything chosen is of a state. */
export function readChoices(search: URLSearchParams): ListChoices {
  const words = cutWords(search.get('q') ?? '');
  const sort = oneOf(AUCTION_SORTS, search.get('sort'));
  const minKrw = numberIn(search.get('min'));
  const maxKrw = numberIn(search.get('max'));
  const choices: ListChoices = {
    state: oneOf(LIST_STATES, search.get('state')),
    categoryId: ID.test(search.get('category') ?? '') ? search.get('category') : null,
    words,
    hashtag: hashtagIn(search.get('hashtag')),
    sort: sort === 'relevance' && words === '' ? null : sort,
    minKrw,
    maxKrw: minKrw !== null && maxKrw !== null && maxKrw < minKrw ? null : maxKrw,
    endingWithinHours: hoursIn(search.get('within')),
    noBids: search.get('bids') === 'none',
  };
  const isAnyMade = choicesPath(choices) !== HOME_PATH;
  return isAnyMade ? { ...choices, state: choices.state ?? 'live' } : choices;
}

/** The address of the list that was chosen. */
export function choicesPath(choices: ListChoices): string {
  const { state, categoryId, words, hashtag, sort } = choices;
  const { minKrw, maxKrw, endingWithinHours, noBids } = choices;
  const search = new URLSearchParams({
    ...(state && { state }),
    ...(categoryId && { category: categoryId }),
    ...(words && { q: words }),
    ...(hashtag && { hashtag }),
    ...(sort && { sort }),
    ...(minKrw !== null && { min: String(minKrw) }),
    ...(maxKrw !== null && { max: String(maxKrw) }),
    ...(endingWithinHours !== null && { within: String(endingWithinHours) }),
    ...(noBids && { bids: 'none' }),
  });
  const text = search.toString();
  return text === '' ? HOME_PATH : `${HOME_PATH}?${text}`;
}

/** What the list of these choices is asked for by. */
export function queryOf(
  choices: ListChoices,
): NonNullable<CallInput<typeof listAuctions>['query']> {
  const { state, categoryId, words, hashtag, sort } = choices;
  const { minKrw, maxKrw, endingWithinHours, noBids } = choices;
  return {
    state: state ?? 'live',
    ...(categoryId && { categoryId }),
    ...(words && { q: words }),
    ...(hashtag && { hashtag }),
    ...(sort && { sort }),
    ...(minKrw !== null && { minKrw: String(minKrw) }),
    ...(maxKrw !== null && { maxKrw: String(maxKrw) }),
    // What has ended ends no more.
    ...(endingWithinHours !== null &&
      state !== 'ended' && { endingWithinHours: String(endingWithinHours) }),
    ...(noBids && { noBids: 'true' as const }),
  };
}

/** Whether the search is asked for it, which counts what it finds. */
export function isSearch({ words, hashtag }: Pick<ListChoices, 'words' | 'hashtag'>): boolean {
  return words !== '' || hashtag !== null;
}

/** What is looked for, as it is said; '' where nothing is. */
export function soughtText({ words, hashtag }: Pick<ListChoices, 'words' | 'hashtag'>): string {
  const quoted = words === '' ? [] : [`‘${words}’`];
  return [...(hashtag === null ? [] : [`#${hashtag}`]), ...quoted].join(' ');
}

/** The order in which a list comes when none was chosen. */
export function sortOf({ sort, words }: Pick<ListChoices, 'sort' | 'words'>): AuctionSort {
  return sort ?? (words === '' ? 'ending' : 'relevance');
}

/** Words to look for as they may be sent: trimmed, and no more of them than that. */
export function cutWords(words: string): string {
  return Array.from(words.trim().replace(/\s+/g, ' ')).slice(0, QUERY_MAX_CHARS).join('').trim();
}

function oneOf<Value extends string>(values: readonly Value[], given: string | null): Value | null {
  return values.find((value) => value === given) ?? null;
}

function hashtagIn(given: string | null): string | null {
  return hashtagSchema.safeParse(given).data ?? null;
}

function numberIn(given: string | null): number | null {
  const amount = DIGITS.test(given ?? '') ? Number(given) : null;
  return amount !== null && amount <= CAP_MAX_KRW ? amount : null;
}

function hoursIn(given: string | null): number | null {
  const hours = numberIn(given);
  return hours !== null && hours <= HOURS_MAX ? hours : null;
}
