import {
  char,
  index,
  int,
  mysqlTable,
  primaryKey,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';
import { atMs, id } from './columns.ts';

/** The talk about one order, from its first message on. Its row is locked by whoever adds to it. */
export const talkThreads = mysqlTable('talk_threads', {
  orderId: id('order_id').primaryKey(),
  /** Of the last message; they are numbered from 1 without a gap. */
  lastSeq: int('last_seq').notNull().default(0),
});

/** What buyer and seller have said. Rows are never changed. */
export const talkMessages = mysqlTable(
  'talk_messages',
  {
    orderId: id('order_id').notNull(),
    seq: int('seq').notNull(),
    /** Made by whoever sends it, so that sending it again is the same message. */
    messageId: char('message_id', { length: 36 }).notNull(),
    senderId: id('sender_id').notNull(),
    /** Null for a picture alone. */
    text: varchar('text', { length: 1000 }),
    imageId: id('image_id'),
    sentAtMs: atMs('sent_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.seq] }),
    uniqueIndex('talk_messages_sent').on(table.orderId, table.senderId, table.messageId),
    index('talk_messages_sender').on(table.senderId),
  ],
);

/** How far somebody has come in a talk. */
export const talkMarks = mysqlTable(
  'talk_marks',
  {
    orderId: id('order_id').notNull(),
    userId: id('user_id').notNull(),
    /** A device of theirs has everything up to here. */
    deliveredSeq: int('delivered_seq').notNull().default(0),
    /** They have seen everything up to here. */
    readSeq: int('read_seq').notNull().default(0),
    /** Messages of the other side beyond that. */
    unread: int('unread').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.userId] }),
    index('talk_marks_unread').on(table.userId, table.unread),
  ],
);

/** Who wants to hear no more from whom, whatever the order. */
export const talkBlocks = mysqlTable(
  'talk_blocks',
  {
    blockerId: id('blocker_id').notNull(),
    blockedId: id('blocked_id').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.blockerId, table.blockedId] }),
    index('talk_blocks_blocked').on(table.blockedId),
  ],
);

/** What somebody told operators about a talk. */
export const talkReports = mysqlTable(
  'talk_reports',
  {
    reportId: id('report_id').primaryKey(),
    orderId: id('order_id').notNull(),
    reporterId: id('reporter_id').notNull(),
    reportedId: id('reported_id').notNull(),
    /** The message that it is about; null for the talk as a whole. */
    seq: int('seq'),
    reason: varchar('reason', { length: 500 }).notNull(),
    reportedAtMs: atMs('reported_at_ms').notNull(),
    /** Order and reporter while it is open and null afterwards: nobody has two open about one talk. */
    openKey: varchar('open_key', { length: 81 }),
    settledAtMs: atMs('settled_at_ms'),
  },
  (table) => [
    uniqueIndex('talk_reports_open').on(table.openKey),
    index('talk_reports_order').on(table.orderId),
    index('talk_reports_settled').on(table.settledAtMs, table.reportedAtMs),
  ],
);
