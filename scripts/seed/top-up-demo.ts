import { and, desc, gt, like } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { closingMomentMs, kstDate, openingMomentMs } from '@sagopalgo/core/rules/kst.ts';
import { CATALOGUE } from './catalogue/catalogue.ts';
import type { CataloguedItem } from './catalogue/catalogue.ts';
import { withDemoLock } from './demo-lock.ts';
import { DEMO_AUCTION_IDS, itemKeyOf, listDemoAuction } from './demo-listing.ts';
import type { DemoStores } from './demo-listing.ts';
import { demoSeller } from './demo-people.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const RECENT_MS = 30 * 60 * MINUTE_MS;
const RECENT_MAX = 1_000;

/** How many are to be live that close within so many minutes, and later than the row before. */
const HORIZONS = [
  { withinMs: 5 * MINUTE_MS, wanted: 3 },
  { withinMs: 15 * MINUTE_MS, wanted: 3 },
  { withinMs: 60 * MINUTE_MS, wanted: 4 },
];

/** How many things the sale under way or next has, and the two after it. */
const SALE_DAYS = [10, 6, 4];

const APART_PARTS = 12;

interface Standing {
  auctionId: string;
  opensAtMs: number;
  closesAtMs: number;
}

/**
 * Lists what is missing so that demo auctions with hours of their own close in 5, 15 and 60 minutes and
 * the sales of the next days are not empty. Returns the new auctions' ids. Two at once list once.
 */
export async function topUpDemo(stores: DemoStores): Promise<string[]> {
  return await withDemoLock(stores.db, () => listMissing(stores));
}

/** As `topUpDemo`, for who holds the demo's lock. */
export async function listMissing(stores: DemoStores): Promise<string[]> {
  const standing = await recentAuctions(stores.db, stores.now());
  const missing = [
    ...missingHorizons(standing, stores.now()),
    ...missingSales(standing, stores.now()),
  ];
  const items = restedItems(standing, stores.now()).slice(0, missing.length);
  const listed: string[] = [];
  for (const [index, item] of items.entries()) {
    const hours = missing[index];
    if (!hours) break;
    const { userId: sellerId } = demoSeller(CATALOGUE.indexOf(item));
    listed.push(await listDemoAuction(stores, item, { sellerId, ...hours }));
  }
  return listed;
}

// Those that are over are there for `restedItems` to see what was sold lately.
async function recentAuctions(db: Db, nowMs: number): Promise<Standing[]> {
  const { auctionId, opensAtMs, closesAtMs } = auctions;
  return await db
    .select({ auctionId, opensAtMs, closesAtMs })
    .from(auctions)
    .where(and(like(auctionId, DEMO_AUCTION_IDS), gt(closesAtMs, nowMs - RECENT_MS)))
    .orderBy(desc(closesAtMs))
    .limit(RECENT_MAX);
}

function missingHorizons(standing: Standing[], nowMs: number): Omit<Standing, 'auctionId'>[] {
  const own = standing.filter((auction) => !isDaily(auction));
  let afterMs = nowMs;
  return HORIZONS.flatMap(({ withinMs, wanted }) => {
    const untilMs = nowMs + withinMs;
    const there = own.filter((a) => a.closesAtMs > afterMs && a.closesAtMs <= untilMs).length;
    afterMs = untilMs;
    // A little apart, so that they do not all end in the same second.
    return Array.from({ length: Math.max(0, wanted - there) }, (_, index) => ({
      opensAtMs: nowMs,
      closesAtMs: untilMs - Math.floor((index * withinMs) / APART_PARTS),
    }));
  });
}

function missingSales(standing: Standing[], nowMs: number): Omit<Standing, 'auctionId'>[] {
  const isOver = closingMomentMs(kstDate(nowMs)) <= nowMs;
  const firstMs = isOver ? nowMs + DAY_MS : nowMs;
  return SALE_DAYS.flatMap((wanted, day) => {
    const saleDate = kstDate(firstMs + day * DAY_MS);
    const opensAtMs = openingMomentMs(saleDate);
    const closesAtMs = closingMomentMs(saleDate);
    const there = standing.filter((a) => a.opensAtMs === opensAtMs && isDaily(a)).length;
    return Array.from({ length: Math.max(0, wanted - there) }, () => ({ opensAtMs, closesAtMs }));
  });
}

function isDaily({ opensAtMs, closesAtMs }: Omit<Standing, 'auctionId'>): boolean {
  const saleDate = kstDate(opensAtMs);
  return opensAtMs === openingMomentMs(saleDate) && closesAtMs === closingMomentMs(saleDate);
}

// Things that are not for sale now, those first that were seldom for sale lately.
function restedItems(standing: Standing[], nowMs: number): CataloguedItem[] {
  const times = new Map<string, number>();
  const busy = new Set<string>();
  for (const { auctionId, closesAtMs } of standing) {
    const key = itemKeyOf(auctionId);
    times.set(key, (times.get(key) ?? 0) + 1);
    if (closesAtMs > nowMs) busy.add(key);
  }
  return CATALOGUE.filter((item) => !busy.has(item.key))
    .map((item) => ({ item, rank: (times.get(item.key) ?? 0) + Math.random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
