import type { SearchDocument } from '../search-index.ts';
import type { Elastic } from './connect-elastic.ts';
import { SearchAwayError } from '../auction-search.ts';
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
/** With more of them on a page it is the index that fails. */
const UNFIT_MAX = 20;

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

/** Hears of an auction that cannot be put in. */
export type Unfit = (auctionId: string, error: unknown) => void;

/** Whether there is nothing to search in, or what there is was made by older code. */
export async function isOutOfDate(elastic: Elastic): Promise<boolean> {
  const searched = (await listGenerations(elastic)).find(({ isSearched }) => isSearched);
  return searched === undefined || searched.version < INDEX_VERSION;
}

/**
 * Fills a new index from the record, has it searched in one step, and deletes the others. Whatever is
 * written meanwhile goes to both, and the later reading of an auction wins. It must run alone: what an
 * earlier run that was cut off had begun is thrown away. What Elasticsearch does not take while it takes others is
 * told to `unfit` and left out. Returns how many auctions were put in.
 */
export async function refill(elastic: Elastic, readPage: ReadPage, unfit: Unfit): Promise<number> {
  for (const { index, isSearched } of await listGenerations(elastic)) {
    if (!isSearched) await deleteGeneration(elastic, index);
  }
  const index = await createGeneration(elastic);
  const count = await fill(elastic, index, { readPage, unfit });
  await searchGeneration(elastic, index);
  for (const other of await listGenerations(elastic)) {
    if (other.index !== index) await deleteGeneration(elastic, other.index);
  }
  return count;
}

async function fill(
  elastic: Elastic,
  index: string,
  { readPage, unfit }: { readPage: ReadPage; unfit: Unfit },
): Promise<number> {
  let afterId: string | null = null;
  let count = 0;
  for (let number = 0; number < PAGES_MAX; number += 1) {
    const { documents, readAtUs, lastId }: RecordPage = await readPage(afterId);
    const refused = await writePage(elastic, index, { documents, readAtUs });
    for (const [auctionId, error] of refused) unfit(auctionId, error);
    count += documents.length - refused.size;
    if (lastId === null) return count;
    afterId = lastId;
  }
  throw new Error(`the record has more than ${PAGES_MAX} pages of auctions`);
}

/** Writes a page, one by one where not all of it is taken; returns what was refused. */
async function writePage(
  elastic: Elastic,
  index: string,
  { documents, readAtUs }: Pick<RecordPage, 'documents' | 'readAtUs'>,
): Promise<Map<string, unknown>> {
  const writes = documents.map((document) => ({ auctionId: document.auctionId, document }));
  const refused = new Map<string, unknown>();
  try {
    await writeTo(elastic, index, writes, readAtUs);
  } catch (error) {
    if (error instanceof SearchAwayError) throw error;
    for (const write of writes) {
      try {
        await writeTo(elastic, index, [write], readAtUs);
      } catch (single) {
        if (single instanceof SearchAwayError || refused.size === UNFIT_MAX) throw single;
        refused.set(write.auctionId, single);
      }
    }
  }
  return refused;
}
