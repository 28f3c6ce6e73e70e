import { randomBytes } from 'node:crypto';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import type { AuctionToOpen } from '@sagopalgo/core/redis/to-open.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { tellRecordNews } from '@sagopalgo/core/redis/record-news.ts';
import { CAP_MAX_KRW, fixedUnit } from '@sagopalgo/core/rules/bid-steps.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { DEFAULT_TERMS } from '@sagopalgo/core/rules/till-terms.ts';
import { markChanged } from '@sagopalgo/core/search/mark-changed.ts';
import type { CataloguedItem } from './catalogue/catalogue.ts';
import { sidePx, VIEWS } from './pictures/scene.ts';
import { pictureKey } from './seed-pictures.ts';

const PREFIX = 'demo-';
const RANDOM_BYTES = 6;

/** What the demo works with. */
export interface DemoStores {
  db: Db;
  redis: AuctionRedis;
  /** UTC milliseconds. */
  now: () => number;
}

export type AuctionRow = typeof auctions.$inferInsert;

/** The ids of auctions that the demo lists by itself, as a pattern for SQL's LIKE. */
export const DEMO_AUCTION_IDS = `${PREFIX}%`;

/** The key of the thing that a demo auction sells. */
export function itemKeyOf(auctionId: string): string {
  return auctionId.slice(PREFIX.length, auctionId.lastIndexOf('_'));
}

/** The row of a new auction of a thing, without bids. Hours in UTC milliseconds. */
export function demoAuctionRow(
  item: CataloguedItem,
  listing: { sellerId: string; opensAtMs: number; closesAtMs: number; createdAtMs: number },
): AuctionRow & AuctionToOpen & { feeBp: number; premiumBp: number } {
  const { title, description, categoryId, hashtags, startKrw, bidUnitKrw } = item;
  return {
    auctionId: `${PREFIX}${item.key}_${randomBytes(RANDOM_BYTES).toString('hex')}`,
    ...listing,
    title,
    description,
    categoryId,
    hashtags: [...hashtags],
    startKrw,
    steps: fixedUnit(bidUnitKrw),
    capKrw: CAP_MAX_KRW,
    reserveKrw: null,
    buyNowKrw: null,
    extension: 'none',
    feeBp: DEFAULT_TERMS.feeBp,
    premiumBp: DEFAULT_TERMS.premiumBp,
    saleDate: kstDate(listing.opensAtMs),
    scheduledClosesAtMs: listing.closesAtMs,
    epoch: 1,
  };
}

/** Adds the pictures of a thing to its auction; the objects themselves are shared. */
export async function addDemoImages(
  tx: Tx,
  item: CataloguedItem,
  auction: Pick<AuctionRow, 'auctionId' | 'sellerId'>,
): Promise<void> {
  const { auctionId, sellerId } = auction;
  const suffix = randomBytes(RANDOM_BYTES).toString('hex');
  await tx.insert(images).values(
    VIEWS.map((view, position) => ({
      imageId: `${PREFIX}${view}-${suffix}`,
      auctionId,
      sellerId,
      objectKey: pictureKey(item, view),
      widthPx: sidePx(view),
      heightPx: sidePx(view),
      position,
    })),
  );
}

/** Lists a thing in the record and with the judge; returns the auction's id. */
export async function listDemoAuction(
  { db, redis, now }: DemoStores,
  item: CataloguedItem,
  listing: { sellerId: string; opensAtMs: number; closesAtMs: number },
): Promise<string> {
  const auction = demoAuctionRow(item, { ...listing, createdAtMs: now() });
  await db.transaction(async (tx) => {
    await tx.insert(auctions).values(auction);
    await addDemoImages(tx, item, auction);
    await markChanged(tx, auction.auctionId, auction.createdAtMs);
  });
  await openAuction(redis, auction);
  await tellRecordNews(redis, { auctionId: auction.auctionId });
  return auction.auctionId;
}
