import { Chance } from '../../storm/chance.ts';
import { KINDS, MODELS, NAMES_COUNT, personName } from './listing-words.ts';
import { PLACES, REMARKS, STATES, STORIES } from './listing-words.ts';
import type { Kind } from './listing-words.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const SELLERS = 1_000;
const ODD_PRIME = 2_654_435_761;
/** Of ten auctions so many are over; one is live, the others are coming. */
const OVER_OF_TEN = 7;
const LIVE_AT = OVER_OF_TEN;

/** An auction as the generator makes it up; times are UTC milliseconds. */
export interface Listing {
  auctionId: string;
  sellerId: string;
  title: string;
  description: string;
  categoryId: string;
  hashtags: string[];
  startKrw: number;
  priceKrw: number | null;
  bidCount: number;
  viewCount: number;
  state: 'scheduled' | 'live' | 'sold' | 'unsold';
  opensAtMs: number;
  closesAtMs: number;
  createdAtMs: number;
}

/** The `number`th listing of a seed: always the same, whatever was made before. */
export function makeListing(seed: number, number: number, nowMs: number): Listing {
  const chance = new Chance((seed + Math.imul(number + 1, ODD_PRIME)) >>> 0);
  const kind = chance.oneOf(KINDS);
  const maker = chance.oneOf(kind.makers);
  const thing = chance.oneOf(kind.things);
  const trait = chance.oneOf(kind.traits);
  const startKrw = startOf(kind, chance);
  return {
    auctionId: `load-${number.toString(36).padStart(5, '0')}`,
    sellerId: `load-seller-${chance.below(SELLERS)}`,
    title: titleOf(chance, { maker, thing, trait }),
    description: descriptionOf(chance, { maker, thing, trait }),
    categoryId: kind.categoryId,
    hashtags: chance.shuffled(kind.hashtags).slice(0, 1 + chance.below(3)),
    startKrw,
    ...hoursAndStanding(chance, startKrw, nowMs),
    viewCount: Math.floor(chance.next() ** 4 * 5_000),
  };
}

interface Words {
  maker: string;
  thing: string;
  trait: string;
}

function titleOf(chance: Chance, { maker, thing, trait }: Words): string {
  const model = chance.oneOf(MODELS);
  const shapes = [
    `${maker} ${thing} ${model}, ${trait}`,
    `${trait} ${maker} ${thing}`,
    `${chance.oneOf(STATES)} ${thing} (${maker} ${model})`,
    `${maker} ${thing} · ${chance.oneOf(STATES)} 것`,
    `${personName(chance.below(NAMES_COUNT))} 소장 ${maker} ${thing}`,
  ];
  return chance.oneOf(shapes);
}

function descriptionOf(chance: Chance, { maker, thing, trait }: Words): string {
  const lot = chance.below(100_000);
  return [
    `${maker}의 ${thing}입니다.`,
    chance.oneOf(STORIES),
    `${trait} 물건이고 ${chance.oneOf(PLACES)}에서 거래할 수 있습니다.`,
    ...chance.shuffled(REMARKS).slice(0, 1 + chance.below(3)),
    `맡긴 분 ${personName(chance.below(NAMES_COUNT))}, 관리 번호 ${lot}.`,
  ].join(' ');
}

/** Cheap things are many: prices are spread evenly over their number of digits. */
function startOf({ krw: [lowest, highest] }: Kind, chance: Chance): number {
  const exact = lowest * (highest / lowest) ** chance.next();
  return Math.max(1_000, Math.round(exact / 1_000) * 1_000);
}

function hoursAndStanding(chance: Chance, startKrw: number, nowMs: number) {
  const when = chance.below(10);
  const awayMs = Math.floor(chance.next() * 300 * DAY_MS);
  const bidCount = Math.floor(chance.next() ** 3 * 60);
  const lastingMs = 9 * HOUR_MS;
  const hours = (opensAtMs: number) => ({
    opensAtMs,
    closesAtMs: opensAtMs + lastingMs,
    createdAtMs: opensAtMs - DAY_MS,
  });
  const standing = (bids: number) => ({
    bidCount: bids,
    priceKrw: bids === 0 ? null : Math.round((startKrw * (1 + bids / 10)) / 100) * 100,
  });
  if (when < OVER_OF_TEN) {
    const state: Listing['state'] = bidCount === 0 ? 'unsold' : 'sold';
    return { ...hours(nowMs - DAY_MS - awayMs), ...standing(bidCount), state };
  }
  if (when === LIVE_AT) {
    const opensAtMs = nowMs - Math.floor(chance.next() * 4 * HOUR_MS);
    return { ...hours(opensAtMs), ...standing(bidCount), state: 'live' as const };
  }
  const opensAtMs = nowMs + DAY_MS + (awayMs % (14 * DAY_MS));
  return { ...hours(opensAtMs), ...standing(0), state: 'scheduled' as const };
}
