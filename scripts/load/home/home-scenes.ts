import { AUCTION_SORTS, LIST_STATES } from '@sagopalgo/core/contracts/auction-lists.ts';
import { Chance } from '../../storm/chance.ts';
import type { FilledRecord } from './fill-record.ts';

const SEED = 11;
/** A few auctions are what most people look at. */
const WANTED = 100;
const WANTED_PERCENT = 80;
const SORTS = AUCTION_SORTS.filter((sort) => sort !== 'relevance');

/** An api that reads all of it anew, and one that keeps what it has read for a moment. */
export const HOME_ARMS = ['anew', 'kept'] as const;
export type HomeArm = (typeof HOME_ARMS)[number];

/** How long each keeps something, in milliseconds. */
export const KEPT_MS: Record<HomeArm, string> = { anew: '0', kept: '5000' };

/** The home page's two lists; an auction's page; lists chosen and sorted in many ways. */
export const HOME_SCENES = ['home', 'detail', 'lists'] as const;
export type HomeScene = (typeof HOME_SCENES)[number];

/** The next path that a visitor asks for, in the same order every time. */
export function pathsOf(scene: HomeScene, { liveIds, categoryIds }: FilledRecord): () => string {
  const chance = new Chance(SEED);
  const wantedIds = liveIds.slice(0, WANTED);
  const paths: Record<HomeScene, () => string> = {
    home: () => (chance.below(2) === 0 ? '/auctions/today' : '/auctions?state=live'),
    detail: () =>
      `/auctions/${chance.oneOf(chance.below(100) < WANTED_PERCENT ? wantedIds : liveIds)}`,
    lists: () =>
      `/auctions?state=${chance.oneOf(LIST_STATES)}&sort=${chance.oneOf(SORTS)}` +
      `&categoryId=${chance.oneOf(categoryIds)}`,
  };
  return paths[scene];
}
