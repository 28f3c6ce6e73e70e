import {
  bigint,
  customType,
  index,
  int,
  mysqlTable,
  primaryKey,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';
import type { NoticeChoices, NoticeKind } from '../rules/notice-kinds.ts';
import type { NoticeDetail } from '../rules/notice-words.ts';
import { atMs, id } from './columns.ts';

/** As for all JSON here, kept as text, since MariaDB and MySQL hand it back differently. */
const detailColumn = customType<{ data: NoticeDetail; driverData: string }>({
  dataType: () => 'varchar(400)',
  toDriver: (detail) => JSON.stringify(detail),
  fromDriver: (stored) => JSON.parse(stored) as NoticeDetail,
});
const choicesColumn = customType<{ data: Partial<NoticeChoices>; driverData: string }>({
  dataType: () => 'varchar(2000)',
  toDriver: (choices) => JSON.stringify(choices),
  fromDriver: (stored) => JSON.parse(stored) as Partial<NoticeChoices>,
});

/** What people were told, each written in the transaction that is its cause, or in one that notes it as seen to. */
export const notices = mysqlTable(
  'notices',
  {
    /** In the order in which they were written, which is that in which they are handed out. */
    number: bigint('number', { mode: 'number' }).autoincrement().primaryKey(),
    noticeId: id('notice_id').notNull(),
    userId: id('user_id').notNull(),
    kind: varchar('kind', { length: 20 }).$type<NoticeKind>().notNull(),
    /** Names the cause among those of its kind: of one cause a person is told once. */
    causeKey: varchar('cause_key', { length: 100 }).notNull(),
    auctionId: id('auction_id'),
    orderId: id('order_id'),
    detail: detailColumn('detail').notNull(),
    /** How many causes it stands for. */
    count: int('count').notNull().default(1),
    createdAtMs: atMs('created_at_ms').notNull(),
    /** When the last of its causes came: what the list is sorted by. */
    happenedAtMs: atMs('happened_at_ms').notNull(),
    readAtMs: atMs('read_at_ms'),
    /** From when on it is to be handed out; null when it was. */
    handOutAtMs: atMs('hand_out_at_ms'),
    /** From when on it may ring, as a mail or a push; null for as soon as it is handed out. */
    ringAtMs: atMs('ring_at_ms'),
    /** When its mail was promised. */
    mailedAtMs: atMs('mailed_at_ms'),
  },
  (table) => [
    uniqueIndex('notices_id').on(table.noticeId),
    uniqueIndex('notices_cause').on(table.userId, table.kind, table.causeKey),
    index('notices_user').on(table.userId, table.happenedAtMs, table.number),
    index('notices_about').on(table.userId, table.auctionId, table.kind),
    index('notices_unread').on(table.userId, table.readAtMs),
    index('notices_hand_out').on(table.handOutAtMs),
    index('notices_created').on(table.createdAtMs),
  ],
);

/** How far those who were outbid in an auction have been told; gone once it is settled and all is put away. */
export const outbidMarks = mysqlTable('outbid_marks', {
  auctionId: id('auction_id').primaryKey(),
  /** Up to this seq of the record. */
  seq: bigint('seq', { mode: 'number' }).notNull().default(0),
  /** When somebody last saw to it. */
  seenAtMs: atMs('seen_at_ms').notNull().default(0),
  /** The last of its bidders whose notice was put away after the end, in the order of ids. */
  awayTo: id('away_to').notNull().default(''),
});

/** How far those who lost an auction have been told. The closing writes here, so nothing slow may hold a row of it. */
export const noticeMarks = mysqlTable(
  'notice_marks',
  {
    auctionId: id('auction_id').primaryKey(),
    /**
     * The seq of `outbidMarks` where the version before reads and writes it, which may run beside this one: it goes
     * with a later deploy.
     */
    outbidSeq: bigint('outbid_seq', { mode: 'number' }).notNull().default(0),
    /** How it ended; null before. */
    outcome: varchar('outcome', { length: 10 }).$type<'sold' | 'unsold' | 'cancelled'>(),
    /** From when on those who lost have to be told; null when there is nothing to do. */
    endedAtMs: atMs('ended_at_ms'),
    /** The last of them who was, in the order of ids. */
    lostTo: id('lost_to').notNull().default(''),
  },
  (table) => [index('notice_marks_ended').on(table.endedAtMs)],
);

/** How somebody wants to be told; without a row, as by default. */
export const noticeSettings = mysqlTable('notice_settings', {
  userId: id('user_id').primaryKey(),
  choices: choicesColumn('choices').notNull(),
  /** Minutes after midnight in Seoul; null for no quiet hours. */
  quietFromMinute: int('quiet_from_minute'),
  quietToMinute: int('quiet_to_minute'),
  changedAtMs: atMs('changed_at_ms').notNull(),
});

/** The browsers that somebody wants to be told on. */
export const pushSubscriptions = mysqlTable(
  'push_subscriptions',
  {
    /** Made of the endpoint: a browser that subscribes again is the same one. */
    subscriptionId: id('subscription_id').primaryKey(),
    userId: id('user_id').notNull(),
    /** The signing-in that it was made in, and with which it ends; '' for none. */
    familyId: id('family_id').notNull(),
    /** Where the browser's push service takes messages for it. */
    endpoint: varchar('endpoint', { length: 1000 }).notNull(),
    /** The browser's public key and its secret, base64url: what is sent is for it alone. */
    p256dh: varchar('p256dh', { length: 100 }).notNull(),
    auth: varchar('auth', { length: 40 }).notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    /** How often in a row its push service could not be told. */
    failures: int('failures').notNull().default(0),
    /** Nobody sends to it before: somebody is doing so, or it did not go well. */
    nextTryAtMs: atMs('next_try_at_ms').notNull(),
  },
  (table) => [index('push_subscriptions_user').on(table.userId, table.createdAtMs)],
);

/** Pushes to be sent, or sent: of one notice one to each browser. */
export const pushes = mysqlTable(
  'pushes',
  {
    noticeNumber: bigint('notice_number', { mode: 'number' }).notNull(),
    subscriptionId: id('subscription_id').notNull(),
    /** After the quiet hours; null when it was sent, or is of no use any more. */
    dueAtMs: atMs('due_at_ms'),
    /** Of no use to anybody after that. */
    goodUntilMs: atMs('good_until_ms').notNull(),
    sentAtMs: atMs('sent_at_ms'),
    /** Why it was not, in a word. */
    fault: varchar('fault', { length: 40 }),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.noticeNumber, table.subscriptionId] }),
    index('pushes_due').on(table.dueAtMs),
    index('pushes_subscription').on(table.subscriptionId, table.dueAtMs),
    index('pushes_created').on(table.createdAtMs),
  ],
);
