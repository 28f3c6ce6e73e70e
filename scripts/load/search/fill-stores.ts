import { sql } from 'drizzle-orm';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { elasticIndex } from '@sagopalgo/core/search/elastic/elastic-index.ts';
import {
  createGeneration,
  listGenerations,
  searchGeneration,
} from '@sagopalgo/core/search/elastic/generations.ts';
import { LIVE_SETTINGS } from '@sagopalgo/core/search/elastic/index-shape.ts';
import { embeddedIndex } from '@sagopalgo/core/search/embedded/embedded-index.ts';
import type { SearchDocument } from '@sagopalgo/core/search/search-index.ts';
import { KINDS } from './listing-words.ts';
import { makeListing, SELLERS } from './make-listing.ts';
import type { Listing } from './make-listing.ts';
import type { LoadRun, SearchStores } from './search-stores.ts';

const BATCH = 1_000;
const SAY_EVERY = 20_000;

/** Seconds that filling took, by what was filled. */
export interface FillTimes {
  record: number;
  embedded: number;
  elasticsearch: number;
}

/** Fills the record and both indexes up to so many listings, on from where an earlier run stopped. */
export async function fillStores(
  stores: SearchStores,
  count: number,
  { say, interrupted }: LoadRun,
): Promise<FillTimes> {
  const { db, elastic, filled } = stores;
  if (filled.count === 0) await addSurroundings(stores);
  const { client, name: index } = elastic;
  // As a new index is filled: nothing is to be found before the end.
  await client.indices.putSettings({ index, settings: { refresh_interval: '-1' } });
  const writeEmbedded = embeddedIndex(db);
  const writeElastic = elasticIndex(elastic);
  const times = { record: 0, embedded: 0, elasticsearch: 0 };
  const timed = async (which: keyof FillTimes, work: Promise<unknown>): Promise<void> => {
    const startedAtMs = performance.now();
    await work;
    times[which] += (performance.now() - startedAtMs) / 1_000;
  };
  while (filled.count < count) {
    interrupted.throwIfAborted();
    const end = Math.min(filled.count + BATCH, count);
    const listings = Array.from({ length: end - filled.count }, (_, index) =>
      makeListing(filled.seed, filled.count + index, filled.nowMs),
    );
    const documents = listings.map(documentOf);
    await timed('record', db.insert(auctions).ignore().values(listings.map(rowOf)));
    await timed('embedded', writeEmbedded.put(documents, 1));
    await timed('elasticsearch', writeElastic.put(documents, 1));
    filled.count = end;
    stores.note(filled);
    if (end % SAY_EVERY === 0) say(`${end} of ${count} listings are in …`);
  }
  await client.indices.putSettings({ index, settings: LIVE_SETTINGS });
  await client.indices.refresh({ index });
  await db.execute(sql`ANALYZE TABLE ${auctions}`);
  return times;
}

async function addSurroundings({ db, elastic, filled }: SearchStores): Promise<void> {
  const createdAtMs = filled.nowMs;
  const sellers = Array.from({ length: SELLERS }, (_, number) => `load-seller-${number}`);
  await db
    .insert(users)
    .ignore()
    .values(
      sellers.map((userId) => ({
        ...{ userId, email: `${userId}@load.invalid`, nickname: userId, nicknameKey: userId },
        ...{ passwordHash: 'none', createdAtMs },
      })),
    );
  await db
    .insert(categories)
    .ignore()
    .values(
      KINDS.map(({ categoryId, category: name }, position) => ({
        ...{ categoryId, name, parentId: null, position },
      })),
    );
  const [known] = await listGenerations(elastic);
  if (!known) await searchGeneration(elastic, await createGeneration(elastic));
}

function rowOf(listing: Listing): typeof auctions.$inferInsert {
  const { closesAtMs, opensAtMs } = listing;
  return {
    ...listing,
    steps: [[0, 1_000]],
    capKrw: 1_000_000_000_000,
    saleDate: new Date(opensAtMs).toISOString().slice(0, 10),
    scheduledClosesAtMs: closesAtMs,
    minimumKrw: listing.priceKrw === null ? null : listing.priceKrw + 1_000,
  };
}

const NAMES = new Map(KINDS.map(({ categoryId, category }) => [categoryId, category]));

function documentOf(listing: Listing): SearchDocument {
  const { startKrw, priceKrw, sellerId: _, ...searched } = listing;
  const categoryNames = [NAMES.get(listing.categoryId) ?? ''];
  return { ...searched, categoryNames, priceKrw: priceKrw ?? startKrw };
}
