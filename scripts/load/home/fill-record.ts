import { randomUUID } from 'node:crypto';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { categories, images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import type { RecordState } from '@sagopalgo/core/rules/auction-states.ts';
import { CAP_MAX_KRW, fixedUnit } from '@sagopalgo/core/rules/bid-steps.ts';
import { closingMomentMs, kstDate, openingMomentMs } from '@sagopalgo/core/rules/kst.ts';
import { Chance } from '../../storm/chance.ts';
import { addBidders } from '../load-people.ts';
import type { LoadDeps } from '../load-people.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SEED = 7;
const SELLERS = 200;
const TOPS = 8;
const CHILDREN = 4;
const BATCH = 500;
const OPENED_AT_ONCE = 50;
const SALE_OF_TODAY = 500;
/** Of a hundred auctions: most are over, as in a marketplace that has been open for a while. */
const LIVE_SHARE = 5;
const COMING_SHARE = 10;
const PICTURES = 3;

/** What the record was filled with, as far as readers ask for it. */
export interface FilledRecord {
  liveIds: string[];
  /** Those at the top and those below them. */
  categoryIds: string[];
}

type Row = ReturnType<typeof rowOf>;

/** Puts so many auctions into the record, the same ones each time, and those that are live into Redis. */
export async function fillRecord(deps: LoadDeps, count: number): Promise<FilledRecord> {
  const chance = new Chance(SEED);
  const sellers = await addBidders(deps, SELLERS);
  const categoryIds = await addTree(deps.db);
  const nowMs = Date.now();
  const liveIds: string[] = [];
  for (let begun = 0; begun < count; begun += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - begun) }, (_, index) => {
      const sellerId = chance.oneOf(sellers).userId;
      return rowOf({ number: begun + index, sellerId, nowMs, chance, categoryIds });
    });
    await deps.db.insert(auctions).values(rows);
    const shown = rows.filter(({ state }) => state === 'live' || state === 'scheduled');
    await addPictures(deps.db, shown);
    await open(deps, shown);
    const live = rows.filter(({ state }) => state === 'live');
    liveIds.push(...live.map(({ auctionId }) => auctionId));
  }
  return { liveIds, categoryIds };
}

async function addTree(db: Db): Promise<string[]> {
  const tops = Array.from({ length: TOPS }, (_, index) => `top-${index}`);
  const children = tops.flatMap((parentId) =>
    Array.from({ length: CHILDREN }, (_, index) => ({
      categoryId: `${parentId}-${index}`,
      parentId,
    })),
  );
  const rows = [...tops.map((categoryId) => ({ categoryId, parentId: null })), ...children];
  await db
    .insert(categories)
    .values(rows.map((row, position) => ({ ...row, name: row.categoryId, position })));
  return rows.map(({ categoryId }) => categoryId);
}

function rowOf(given: {
  number: number;
  sellerId: string;
  nowMs: number;
  chance: Chance;
  categoryIds: string[];
}) {
  const { number, sellerId, nowMs, chance, categoryIds } = given;
  const { state, ...hours } = hoursOf(number, nowMs, chance);
  const bidCount = state === 'scheduled' || chance.below(3) === 0 ? 0 : chance.below(60);
  const startKrw = 1_000 * (1 + chance.below(2_000));
  const priceKrw = bidCount === 0 ? null : startKrw + 1_000 * bidCount;
  return {
    auctionId: randomUUID(),
    sellerId,
    title: `${number}번째 물건, 오래 쓴 것`,
    description:
      '상태가 좋고 흠집이 거의 없습니다. 구성품이 모두 있고, 직접 보실 수 있습니다. '.repeat(6),
    categoryId: chance.oneOf(categoryIds),
    ...{ startKrw, steps: fixedUnit(1_000), capKrw: CAP_MAX_KRW, reserveKrw: null },
    ...{ buyNowKrw: null, extension: 'none' as const, epoch: 1, state, ...hours },
    saleDate: kstDate(hours.opensAtMs),
    scheduledClosesAtMs: hours.closesAtMs,
    ...{ bidCount: state === 'live' ? 0 : bidCount, priceKrw: state === 'live' ? null : priceKrw },
    viewCount: chance.below(3_000),
    createdAtMs: hours.opensAtMs - chance.below(3 * DAY_MS),
  };
}

function hoursOf(
  number: number,
  nowMs: number,
  chance: Chance,
): { state: RecordState; opensAtMs: number; closesAtMs: number } {
  if (number < SALE_OF_TODAY) {
    const today = kstDate(nowMs);
    const hours = { opensAtMs: openingMomentMs(today), closesAtMs: closingMomentMs(today) };
    return { state: 'scheduled', ...hours };
  }
  const kind = chance.below(100);
  if (kind < LIVE_SHARE) {
    const closesAtMs = nowMs + 2 * HOUR_MS + chance.below(HOUR_MS);
    return { state: 'live', opensAtMs: nowMs - HOUR_MS, closesAtMs };
  }
  const days = 1 + chance.below(300);
  if (kind < LIVE_SHARE + COMING_SHARE) {
    const date = kstDate(nowMs + (1 + (days % 14)) * DAY_MS);
    const hours = { opensAtMs: openingMomentMs(date), closesAtMs: closingMomentMs(date) };
    return { state: 'scheduled', ...hours };
  }
  const date = kstDate(nowMs - days * DAY_MS);
  const state = chance.below(4) === 0 ? 'unsold' : 'sold';
  return { state, opensAtMs: openingMomentMs(date), closesAtMs: closingMomentMs(date) };
}

async function addPictures(db: Db, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const pictures = rows.flatMap(({ auctionId, sellerId, createdAtMs }) =>
    Array.from({ length: PICTURES }, (_, position) => ({
      ...{ imageId: randomUUID(), auctionId, sellerId, position, createdAtMs },
      ...{ objectKey: `uploads/${randomUUID()}`, contentType: 'image/jpeg', bytes: 3_000_000 },
      ...{ widthPx: 4_000, heightPx: 3_000, thumbnailWidthsPx: '320,640,1280,1920' },
    })),
  );
  await db.insert(images).values(pictures);
}

async function open({ redis }: LoadDeps, rows: readonly Row[]): Promise<void> {
  for (let begun = 0; begun < rows.length; begun += OPENED_AT_ONCE) {
    const some = rows.slice(begun, begun + OPENED_AT_ONCE);
    await Promise.all(some.map((row) => openAuction(redis, row)));
  }
}
