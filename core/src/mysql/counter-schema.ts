import { char, index, int, mysqlTable, primaryKey, tinyint, varchar } from 'drizzle-orm/mysql-core';
import type { ImageFault } from '../contracts/images.ts';
import { atMs, id } from './columns.ts';

export const categories = mysqlTable('categories', {
  categoryId: id('category_id').primaryKey(),
  name: varchar('name', { length: 40 }).notNull(),
  parentId: id('parent_id'),
  position: int('position').notNull(),
});

/**
 * How far a picture has come; `refused`: what was uploaded is no picture that can be shown; `going`: its files
 * are being removed, and nothing can be done with it any more.
 */
export type ImageState = 'awaiting' | 'uploaded' | 'ready' | 'refused' | 'going';

export const images = mysqlTable(
  'images',
  {
    imageId: id('image_id').primaryKey(),
    /** What shows it: an auction, or the person whose picture it is. Null until then. */
    auctionId: id('auction_id'),
    sellerId: id('seller_id').notNull(),
    /** Of what was uploaded, or of a picture that is shown as it is. Relisted auctions share it. */
    objectKey: varchar('object_key', { length: 200 }).notNull(),
    state: varchar('state', { length: 10 }).$type<ImageState>().notNull().default('ready'),
    /** Why it was refused. */
    fault: varchar('fault', { length: 30 }).$type<ImageFault>(),
    contentType: varchar('content_type', { length: 20 }),
    bytes: int('bytes'),
    /** As the upload was signed: base64. */
    sha256: char('sha256', { length: 44 }),
    /** 0 until it was looked into. Turned as the picture is to be seen. */
    widthPx: int('width_px').notNull().default(0),
    heightPx: int('height_px').notNull().default(0),
    /** The widths of its thumbnails, with commas between them; null: it is shown as it is. */
    thumbnailWidthsPx: varchar('thumbnail_widths_px', { length: 60 }),
    position: int('position').notNull().default(0),
    createdAtMs: atMs('created_at_ms').notNull().default(0),
    /** When its upload was found to be good. */
    settledAtMs: atMs('settled_at_ms'),
    /** How often making its sizes was begun. */
    tries: int('tries').notNull().default(0),
    /** The order in whose talk it is shown, where it is. */
    talkOrderId: id('talk_order_id'),
    /** Its auction is gone, or shows it no more, since then; its files follow after a while. */
    orphanedAtMs: atMs('orphaned_at_ms'),
  },
  (table) => [
    index('images_auction').on(table.auctionId, table.position),
    index('images_seller').on(table.sellerId, table.createdAtMs),
    index('images_object').on(table.objectKey),
    index('images_unattached').on(table.auctionId, table.createdAtMs),
    index('images_orphaned').on(table.orphanedAtMs),
    index('images_state').on(table.state, table.createdAtMs),
  ],
);

/** What people want to keep an eye on. */
export const watchlistItems = mysqlTable(
  'watchlist_items',
  {
    userId: id('user_id').notNull(),
    auctionId: id('auction_id').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    /** When the person was told that it is about to end. */
    endingToldAtMs: atMs('ending_told_at_ms'),
    /** When it was put into the person's notices. */
    endingNoticedAtMs: atMs('ending_noticed_at_ms'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.auctionId] }),
    index('watchlist_items_created').on(table.userId, table.createdAtMs),
    index('watchlist_items_auction').on(table.auctionId, table.endingToldAtMs),
    index('watchlist_items_unnoticed').on(table.auctionId, table.endingNoticedAtMs),
  ],
);

/** Batches of views that are in `auctions.view_count`: one that comes again is not written again. */
export const viewBatches = mysqlTable(
  'view_batches',
  {
    batchId: id('batch_id').primaryKey(),
    writtenAtMs: atMs('written_at_ms').notNull(),
  },
  (table) => [index('view_batches_written').on(table.writtenAtMs)],
);

/**
 * Auctions whose words or standing have changed since the index was last written, marked in the transaction
 * that changed them. A row goes only while `mark`, of which no two are the same, is as it was read.
 */
export const searchOutbox = mysqlTable(
  'search_outbox',
  {
    auctionId: id('auction_id').primaryKey(),
    mark: char('mark', { length: 36 }).notNull(),
    /** The smallest is taken first. */
    urgency: tinyint('urgency').notNull().default(0),
    changedAtMs: atMs('changed_at_ms').notNull(),
  },
  (table) => [index('search_outbox_urgent').on(table.urgency, table.changedAtMs)],
);

/** Categories whose auctions have to be marked, a step at a time, as another name is theirs to be found by. */
export const searchCategoryMarks = mysqlTable('search_category_marks', {
  categoryId: id('category_id').primaryKey(),
  mark: char('mark', { length: 36 }).notNull(),
  changedAtMs: atMs('changed_at_ms').notNull(),
  /** The last auction that was marked, in the order of ids; '' before the first. */
  markedTo: id('marked_to').notNull().default(''),
});
