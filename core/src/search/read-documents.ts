import { and, asc, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../mysql/connect.ts';
import { categories } from '../mysql/counter-schema.ts';
import { auctions } from '../mysql/schema.ts';
import { pathTo } from '../rules/category-tree.ts';
import type { SearchDocument } from './search-index.ts';

/** Auctions as they stand in the record. */
export interface ReadDocuments {
  documents: SearchDocument[];
  /** The database's clock in microseconds, before they were read. */
  readAtUs: number;
}

/** These auctions as they stand; those that are gone, or hidden by an operator, are not among them. */
export async function readDocuments(db: Db, auctionIds: readonly string[]): Promise<ReadDocuments> {
  const readAtUs = await readClockUs(db);
  if (auctionIds.length === 0) return { documents: [], readAtUs };
  const rows = await selectListed(db).where(
    and(inArray(auctions.auctionId, [...auctionIds]), isNull(auctions.hiddenAtMs)),
  );
  return { documents: await documentsOf(db, rows), readAtUs };
}

/** The page of auctions after an id, in the order of ids, from the beginning without one. */
export async function readDocumentsAfter(
  db: Db,
  afterId: string | null,
  limit: number,
): Promise<ReadDocuments & { lastId: string | null }> {
  const readAtUs = await readClockUs(db);
  const rows = await selectListed(db)
    .where(and(gt(auctions.auctionId, afterId ?? ''), isNull(auctions.hiddenAtMs)))
    .orderBy(asc(auctions.auctionId))
    .limit(limit);
  const lastId = rows.length < limit ? null : (rows.at(-1)?.auctionId ?? null);
  return { documents: await documentsOf(db, rows), readAtUs, lastId };
}

async function readClockUs(db: Db): Promise<number> {
  const [rows] = await db.execute(
    sql`SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) AS nowUs`,
  );
  return Number((rows as unknown as { nowUs: number }[])[0]?.nowUs);
}

function selectListed(db: Db) {
  const { auctionId, title, description, hashtags, categoryId, state } = auctions;
  const { opensAtMs, closesAtMs, priceKrw, startKrw, bidCount, viewCount, createdAtMs } = auctions;
  return db
    .select({
      ...{ auctionId, title, description, hashtags, categoryId, state, opensAtMs, closesAtMs },
      ...{ priceKrw, startKrw, bidCount, viewCount, createdAtMs },
    })
    .from(auctions)
    .$dynamic();
}

type Listed = Awaited<ReturnType<typeof selectListed>>[number];

async function documentsOf(db: Db, rows: readonly Listed[]): Promise<SearchDocument[]> {
  const { categoryId, name, parentId } = categories;
  const tree = await db.select({ categoryId, name, parentId }).from(categories);
  return rows.map(({ startKrw, priceKrw, ...row }) => ({
    ...row,
    priceKrw: priceKrw ?? startKrw,
    categoryNames: pathTo(tree, row.categoryId)
      .map((category) => category.name)
      .toReversed(),
  }));
}
