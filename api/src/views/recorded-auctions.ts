import { and, asc, inArray, ne } from 'drizzle-orm';
import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { pictureView } from '@sagopalgo/core/images/picture.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import type { Deps } from '../deps.ts';
import { findAuctions } from './auction-rows.ts';
import type { AuctionRow } from './auction-rows.ts';
import type { RecordedAuction } from './record-cache.ts';

type Used = Pick<Deps, 'db' | 'settings' | 'records'>;

/** What the record says of these auctions, by id, a few seconds old at most; without those there are not. */
export function readAuctions(
  deps: Used,
  auctionIds: readonly string[],
): Promise<Map<string, RecordedAuction>> {
  return deps.records.auctions.readAll(auctionIds, (missing) => loadAuctions(deps, missing));
}

/** The same of one auction, or null; its owner sees it as it is this moment. */
export async function readAuction(
  deps: Used,
  auctionId: string,
  viewerId: string | null,
): Promise<RecordedAuction | null> {
  const kept = (await readAuctions(deps, [auctionId])).get(auctionId) ?? null;
  if (kept === null || kept.row.sellerId !== viewerId) return kept;
  // Another process may have changed it a moment ago, and its word be still on the way.
  return (await loadAuctions(deps, [auctionId])).get(auctionId) ?? null;
}

/** These records with their pictures. */
export async function withImages(
  deps: Pick<Deps, 'db' | 'settings'>,
  rows: readonly AuctionRow[],
): Promise<RecordedAuction[]> {
  const pictures = await readImages(
    deps,
    rows.map(({ auctionId }) => auctionId),
  );
  return rows.map((row) => ({ row, images: pictures.get(row.auctionId) ?? [] }));
}

async function loadAuctions(
  deps: Pick<Deps, 'db' | 'settings'>,
  auctionIds: readonly string[],
): Promise<Map<string, RecordedAuction>> {
  const [rows, pictures] = await Promise.all([
    findAuctions(deps.db, auctionIds),
    readImages(deps, auctionIds),
  ]);
  return new Map(
    [...rows].map(([auctionId, row]) => [
      auctionId,
      { row, images: pictures.get(auctionId) ?? [] },
    ]),
  );
}

async function readImages(
  { db, settings }: Pick<Deps, 'db' | 'settings'>,
  auctionIds: readonly string[],
): Promise<Map<string, Auction['images']>> {
  if (auctionIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(images)
    // What could not be read after all has no sizes to show.
    .where(and(inArray(images.auctionId, [...auctionIds]), ne(images.state, 'refused')))
    .orderBy(asc(images.position));
  const byAuction = new Map<string, Auction['images']>();
  for (const row of rows) {
    if (row.auctionId === null) continue;
    const others = byAuction.get(row.auctionId) ?? [];
    byAuction.set(row.auctionId, [...others, pictureView(row, settings.imagesBaseUrl)]);
  }
  return byAuction;
}
