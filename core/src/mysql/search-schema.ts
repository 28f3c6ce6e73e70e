import {
  bigint,
  char,
  customType,
  index,
  int,
  mysqlTable,
  primaryKey,
  text,
  tinyint,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';
import type { Suggestion } from '../contracts/auction-lists.ts';
import type { RecordState } from '../rules/auction-states.ts';
import { atMs, id, krw } from './columns.ts';

const textId = (name: string) => bigint(name, { mode: 'number', unsigned: true });

/** Small letters and figures with spaces between them, a byte each. */
const tokensColumn = customType<{ data: string; driverData: string }>({
  dataType: () => 'mediumtext character set ascii collate ascii_bin',
});

/** Which indexes there are, and how far each has been filled with what was there before it. */
export const searchIndexes = mysqlTable('search_indexes', {
  indexName: varchar('index_name', { length: 40 }).primaryKey(),
  /** The last auction that was queued for it, in the order of ids; '' before the first. */
  filledTo: id('filled_to').notNull().default(''),
  /** Null until all that was there before it has been queued. */
  filledAtMs: atMs('filled_at_ms'),
});

/** What of the outbox each index has not taken in yet. A row goes only while `mark` is as it was read. */
export const searchQueues = mysqlTable(
  'search_queues',
  {
    indexName: varchar('index_name', { length: 40 }).notNull(),
    auctionId: id('auction_id').notNull(),
    mark: char('mark', { length: 36 }).notNull(),
    urgency: tinyint('urgency').notNull().default(0),
    changedAtMs: atMs('changed_at_ms').notNull(),
    /** The index took others but not this one, then; it waits longer than they. */
    faultyAtMs: atMs('faulty_at_ms'),
  },
  (table) => [
    primaryKey({ columns: [table.indexName, table.auctionId] }),
    index('search_queues_urgent').on(table.indexName, table.urgency, table.changedAtMs),
  ],
);

/**
 * The words of the embedded search. InnoDB wants an id of this name, larger with every change, so changed
 * words are a new row. Found by its full-text index alone: what filters and sorts is beside it.
 */
export const searchTexts = mysqlTable(
  'search_texts',
  {
    textId: textId('FTS_DOC_ID').autoincrement().primaryKey(),
    auctionId: id('auction_id').notNull(),
    tokens: tokensColumn('tokens').notNull(),
    /** JSON of the words that count among the suggestions by it. */
    suggested: text('suggested').notNull(),
  },
  (table) => [uniqueIndex('FTS_DOC_ID_INDEX').on(table.textId)],
);

/** What filters and sorts what the embedded search has found, kept small. */
export const searchDocuments = mysqlTable(
  'search_documents',
  {
    textId: textId('text_id').primaryKey(),
    auctionId: id('auction_id').notNull(),
    categoryId: id('category_id').notNull(),
    state: varchar('state', { length: 12 }).$type<RecordState>().notNull(),
    opensAtMs: atMs('opens_at_ms').notNull(),
    closesAtMs: atMs('closes_at_ms').notNull(),
    priceKrw: krw('price_krw').notNull(),
    bidCount: int('bid_count').notNull(),
    viewCount: int('view_count').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    /** SHA-256 of its words: those that are as they were need not be written again. */
    wordsHash: char('words_hash', { length: 43 }).notNull(),
    /** The record's clock in microseconds before it was read there: an older reading changes nothing. */
    readAtUs: bigint('read_at_us', { mode: 'number' }).notNull().default(0),
  },
  (table) => [uniqueIndex('search_documents_auction').on(table.auctionId)],
);

/** The words that go on with what somebody types, and by which misspelt ones are put right. */
export const searchTerms = mysqlTable(
  'search_terms',
  {
    text: varchar('text', { length: 60 }).notNull(),
    kind: varchar('kind', { length: 8 }).$type<Suggestion['kind']>().notNull(),
    /** Of a category; '' otherwise. */
    categoryId: id('category_id').notNull().default(''),
    /** Folded, one jamo a stroke, forwards and backwards. */
    typed: varchar('typed', { length: 180 }).notNull(),
    typedBackwards: varchar('typed_backwards', { length: 180 }).notNull(),
    initials: varchar('initials', { length: 60 }).notNull(),
    /** How many auctions have it. */
    uses: int('uses').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.text, table.kind, table.categoryId] }),
    index('search_terms_typed').on(table.typed),
    index('search_terms_backwards').on(table.typedBackwards),
    index('search_terms_initials').on(table.initials),
  ],
);
