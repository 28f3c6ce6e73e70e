import { createHash } from 'node:crypto';
import { getTableColumns, gte, inArray, sql } from 'drizzle-orm';
import type { Suggestion } from '../../contracts/auction-lists.ts';
import type { Db, Tx } from '../../mysql/connect.ts';
import { searchDocuments, searchTexts } from '../../mysql/search-schema.ts';
import type { SearchDocument, SearchIndex } from '../search-index.ts';
import { suggestedWords } from '../text/suggested-words.ts';
import { countTerms } from './count-terms.ts';
import { shelfOf, TOKENS_VERSION, tokensOf } from './tokens.ts';

const BATCH_DOCUMENTS = 100;

/** What the embedded search stands on: tables of the record. One at a time may write to it. */
export function embeddedIndex(db: Db): SearchIndex {
  return {
    put: async (documents, readAtUs) => {
      for (let at = 0; at < documents.length; at += BATCH_DOCUMENTS) {
        const batch = documents.slice(at, at + BATCH_DOCUMENTS);
        await db.transaction((tx) => putBatch(tx, batch, readAtUs));
      }
    },
    remove: async (auctionIds, readAtUs) => {
      for (let at = 0; at < auctionIds.length; at += BATCH_DOCUMENTS) {
        const batch = auctionIds.slice(at, at + BATCH_DOCUMENTS);
        await db.transaction(async (tx) => {
          const known = await findKnown(tx, batch);
          const older = known.filter((row) => row.readAtUs <= readAtUs);
          await countTerms(tx, await takeOut(tx, older), []);
        });
      }
    },
  };
}

interface Known {
  textId: number;
  auctionId: string;
  wordsHash: string;
  readAtUs: number;
}

async function putBatch(tx: Tx, given: readonly SearchDocument[], readAtUs: number): Promise<void> {
  const all = await findKnown(
    tx,
    given.map(({ auctionId }) => auctionId),
  );
  const newer = new Set(all.filter((row) => row.readAtUs > readAtUs).map((row) => row.auctionId));
  const documents = given.filter(({ auctionId }) => !newer.has(auctionId));
  if (documents.length === 0) return;
  const known = all.filter(({ auctionId }) => !newer.has(auctionId));
  const hashes = new Map(documents.map((document) => [document.auctionId, hashOf(document)]));
  const same = known.filter(({ auctionId, wordsHash }) => hashes.get(auctionId) === wordsHash);
  const other = known.filter((row) => !same.includes(row));
  const textIds = new Map(same.map(({ auctionId, textId }) => [auctionId, textId]));
  const changed = documents.filter(({ auctionId }) => !textIds.has(auctionId));
  const before = await takeOut(tx, other);
  for (const [auctionId, textId] of await addTexts(tx, changed)) textIds.set(auctionId, textId);
  await countTerms(tx, before, changed.flatMap(suggestedWords));
  await putRows(
    tx,
    documents.map((document) => ({
      ...rowOf(document),
      readAtUs,
      textId: textIds.get(document.auctionId) as number,
      wordsHash: hashes.get(document.auctionId) as string,
    })),
  );
}

function findKnown(tx: Tx, auctionIds: readonly string[]): Promise<Known[]> {
  const { textId, auctionId, wordsHash, readAtUs } = searchDocuments;
  return tx
    .select({ textId, auctionId, wordsHash, readAtUs })
    .from(searchDocuments)
    .where(inArray(auctionId, [...auctionIds]));
}

// What goes no longer counts for the suggestions; they are returned.
async function takeOut(tx: Tx, known: readonly Known[]): Promise<Suggestion[]> {
  if (known.length === 0) return [];
  const ids = known.map(({ textId }) => textId);
  const texts = await tx
    .select({ suggested: searchTexts.suggested })
    .from(searchTexts)
    .where(inArray(searchTexts.textId, ids));
  await tx.delete(searchTexts).where(inArray(searchTexts.textId, ids));
  await tx.delete(searchDocuments).where(inArray(searchDocuments.textId, ids));
  return texts.flatMap(({ suggested }) => JSON.parse(suggested) as Suggestion[]);
}

async function addTexts(
  tx: Tx,
  documents: readonly SearchDocument[],
): Promise<Iterable<[auctionId: string, textId: number]>> {
  if (documents.length === 0) return [];
  const rows = documents.map((document) => ({
    auctionId: document.auctionId,
    tokens: tokensOf(document),
    suggested: JSON.stringify(suggestedWords(document)),
  }));
  const [{ insertId }] = await tx.insert(searchTexts).values(rows);
  const { auctionId, textId } = searchTexts;
  const added = await tx
    .select({ auctionId, textId })
    .from(searchTexts)
    .where(gte(textId, insertId));
  return new Map(added.map((row) => [row.auctionId, row.textId]));
}

async function putRows(tx: Tx, rows: (typeof searchDocuments.$inferInsert)[]): Promise<void> {
  const columns = Object.entries(getTableColumns(searchDocuments)).filter(
    ([name]) => name !== 'textId' && name !== 'auctionId',
  );
  const set = Object.fromEntries(
    columns.map(([name, column]) => [name, sql`values(${sql.identifier(column.name)})`]),
  );
  await tx.insert(searchDocuments).values(rows).onDuplicateKeyUpdate({ set });
}

function rowOf(document: SearchDocument) {
  const { auctionId, categoryId, state, opensAtMs, closesAtMs } = document;
  const { priceKrw, bidCount, viewCount, createdAtMs } = document;
  const standing = { state, opensAtMs, closesAtMs, priceKrw, bidCount, viewCount, createdAtMs };
  return { auctionId, categoryId, ...standing };
}

function hashOf(document: SearchDocument): string {
  const { title, description, hashtags, categoryId, categoryNames } = document;
  const words = JSON.stringify([
    title,
    description,
    hashtags,
    categoryId,
    categoryNames,
    shelfOf(document),
    TOKENS_VERSION,
  ]);
  return createHash('sha256').update(words).digest('base64url');
}
