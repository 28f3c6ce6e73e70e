import type { SearchDocument } from '../search-index.ts';
import type { Elastic } from './connect-elastic.ts';
import { writeTo } from './elastic-index.ts';
import {
  createGeneration,
  deleteGeneration,
  listGenerations,
  searchGeneration,
} from './generations.ts';
import { INDEX_VERSION } from './index-shape.ts';

/** With pages of a thousand, for a hundred million auctions. */
const PAGES_MAX = 100_000;

/** Some of the record's auctions in the order of their ids. */
export interface RecordPage {
  documents: readonly SearchDocument[];
  /** The database's clock in microseconds, before they were read. */
  readAtUs: number;
  /** The last id that was looked at; null at the end. */
  lastId: string | null;
}

/** Reads the page after an id, from the beginning without one. */
export type ReadPage = (afterId: string | null) => Promise<RecordPage>;

/** Whether there is nothing to search in, or what there is was made by older code. */
export async function isOutOfDate(elastic: Elastic): Promise<boolean> {
  const searched = (await listGenerations(elastic)).find(({ isSearched }) => isSearched);
  return searched === undefined || searched.version < INDEX_VERSION;
}

/**
 * Fills a new index from the record, has it searched in one step, and deletes the others. Whatever is
 * written meanwhile goes to both, and the later reading of an auction wins. It must run alone: what an
 * earlier run that was cut off had begun is thrown away. Returns how many auctions were put in.
 */
export async function refill(elastic: Elastic, readPage: ReadPage): Promise<number> {
  for (const { index, isSearched } of await listGenerations(elastic)) {
    if (!isSearched) await deleteGeneration(elastic, index);
  }
  const index = await createGeneration(elastic);
  const count = await fill(elastic, index, readPage);
  await searchGeneration(elastic, index);
  for (const other of await listGenerations(elastic)) {
    if (other.index !== index) await deleteGeneration(elastic, other.index);
  }
  return count;
}

async function fill(elastic: Elastic, index: string, readPage: ReadPage): Promise<number> {
  let afterId: string | null = null;
  let count = 0;
  for (let number = 0; number < PAGES_MAX; number += 1) {
    const { documents, readAtUs, lastId }: RecordPage = await readPage(afterId);
    const writes = documents.map((document) => ({ auctionId: document.auctionId, document }));
    await writeTo(elastic, index, writes, readAtUs);
    count += documents.length;
    if (lastId === null) return count;
    afterId = lastId;
  }
  throw new Error(`the record has more than ${PAGES_MAX} pages of auctions`);
}
