import { randomBytes, randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { holdHere } from '@sagopalgo/core/accounts/hold-here.ts';
import type { NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import type { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import { CAP_MAX_KRW, fixedUnit } from '@sagopalgo/core/rules/bid-steps.ts';
import type { BidSteps } from '@sagopalgo/core/rules/bid-steps.ts';
import { markChanged } from '@sagopalgo/core/search/mark-changed.ts';
import type { Deps } from '../deps.ts';
import { invalidField } from '../http/parse-call.ts';
import { listingHash } from './listing-hash.ts';
import { loadIntoRedis } from './load-into-redis.ts';
import { saleHours } from './sale-hours.ts';
import { checkPictures, showPictures } from './show-pictures.ts';

const NONCE_BYTES = 16;

/** What listing a thing once more adds to its listing. */
export interface Again {
  auctionId: string;
  epoch: number;
  /** Gives the auction its pictures, in the place of those that a listing names. */
  attach: (tx: Tx) => Promise<void>;
}

/**
 * Lists an auction and gives the judge its rules; returns its id. While Redis is away the listing
 * stands all the same, and the keeper loads it later. What is listed `again` has its id, epoch and
 * pictures given. Throws INVALID_REQUEST, IMAGE_NOT_READY, and UNAUTHENTICATED for a seller who has left meanwhile.
 */
export async function addListing(
  deps: Pick<Deps, 'db' | 'redis' | 'pictures' | 'log' | 'now'>,
  sellerId: string,
  listing: NewAuction,
  again?: Again,
): Promise<string> {
  const { db, log, now } = deps;
  const { title, description, categoryId, startKrw, imageIds = [] } = listing;
  const auctionId = again?.auctionId ?? randomUUID();
  await checkPictures(deps, { sellerId, auctionId }, imageIds);
  const { feeBp, premiumBp } = await readTerms(db);
  const auction = {
    auctionId,
    sellerId,
    listingId: listing.listingId ?? null,
    listingHash: listing.listingId === undefined ? null : listingHash(listing),
    title,
    description,
    categoryId,
    hashtags: listing.hashtags ?? [],
    startKrw,
    steps: stepsOf(listing) ?? [],
    capKrw: listing.capKrw ?? CAP_MAX_KRW,
    reserveKrw: listing.reserveKrw ?? null,
    reserveNonce: newReserveNonce(listing.reserveKrw ?? null),
    buyNowKrw: listing.buyNowKrw ?? null,
    extension: listing.extension ?? 'none',
    // The rates that the seller agrees to by listing, and bidders read before they bid: terms that an
    // operator sets later are for what is listed later.
    ...{ feeBp, premiumBp },
    onDefault: listing.onDefault ?? 'second-chance',
    ...saleHours(listing.saleDate, now()),
    epoch: again?.epoch ?? 1,
    createdAtMs: now(),
  };
  await db.transaction(async (tx) => {
    await holdHere(tx, sellerId);
    if (!(await holdsCategory(tx, categoryId))) throw noCategory();
    await tx.insert(auctions).values(auction);
    if (again) await again.attach(tx);
    else await showPictures(tx, { sellerId, auctionId }, imageIds);
    await markChanged(tx, auctionId, auction.createdAtMs);
  });
  log.info('auction.listed', { auctionId, saleDate: auction.saleDate });
  await loadIntoRedis(deps, auction);
  return auctionId;
}

/** Hides a reserve behind its commitment: 16 random bytes in hex, null without a reserve. */
export function newReserveNonce(reserveKrw: number | null): string | null {
  return reserveKrw === null ? null : randomBytes(NONCE_BYTES).toString('hex');
}

/** The table of steps that was asked for, whole or as one unit; undefined when neither was. */
export function stepsOf(given: {
  steps?: BidSteps | undefined;
  bidUnitKrw?: number | undefined;
}): BidSteps | undefined {
  if (given.bidUnitKrw !== undefined) return fixedUnit(given.bidUnitKrw);
  return given.steps;
}

/** Throws INVALID_REQUEST for a category there is not. */
export async function checkCategory(db: Deps['db'], categoryId: string): Promise<void> {
  const found = await db.$count(categories, eq(categories.categoryId, categoryId));
  if (found === 0) throw noCategory();
}

/**
 * Sees to it that a category stays until the transaction ends; others may list in it at the same time.
 * False when there is none.
 */
export async function holdsCategory(tx: Tx, categoryId: string): Promise<boolean> {
  const wanted = eq(categories.categoryId, categoryId);
  // MariaDB has no FOR SHARE, and both know the older words.
  const [rows] = await tx.execute(
    sql`select 1 from ${categories} where ${wanted} lock in share mode`,
  );
  return (rows as unknown as unknown[]).length > 0;
}

function noCategory(): RefusalError {
  return invalidField('categoryId', '없는 분류예요.');
}
