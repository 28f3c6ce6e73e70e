import { and, desc, eq, getTableColumns, inArray, isNotNull } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { AnyMySqlColumn, MySqlTable } from 'drizzle-orm/mysql-core';
import { OWN_ROWS_MAX } from '@sagopalgo/core/contracts/leaving.ts';
import type { OwnData } from '@sagopalgo/core/contracts/leaving.ts';
import { consentEvents, savedAddresses } from '@sagopalgo/core/mysql/account-schema.ts';
import { questions, ratings, reports } from '@sagopalgo/core/mysql/asking-schema.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { notices, noticeSettings, pushSubscriptions } from '@sagopalgo/core/mysql/notice-schema.ts';
import { auctions, bids, sessionFamilies, users } from '@sagopalgo/core/mysql/schema.ts';
import { signInTraces } from '@sagopalgo/core/mysql/operating-schema.ts';
import { signInLinks } from '@sagopalgo/core/mysql/sign-in-schema.ts';
import { talkMessages, talkReports } from '@sagopalgo/core/mysql/talk-schema.ts';
import { offers, orderAddresses, orders, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import {
  payoutAccounts,
  payouts,
  refunds,
  secondChanceConsents,
} from '@sagopalgo/core/mysql/till-schema.ts';
import type { Deps } from '../deps.ts';

type Row = Record<string, unknown>;
type Kind = Exclude<keyof OwnData, 'madeAtMs' | 'shortened'>;

/** Rows of one kind: whose they are, and by what the newest is known. */
interface Held {
  table: MySqlTable;
  /** The person, or that by which it is theirs. */
  ownedBy: AnyMySqlColumn;
  by?: keyof typeof THEIRS;
  /** Which of them, where not all. */
  only?: SQL;
  newest: AnyMySqlColumn;
  /** What is theirs to read here, though of a name that is kept back elsewhere. */
  shows?: readonly string[];
}

/** Nobody's to read, though it is about them: secrets, and who others are. */
const KEPT_BACK: readonly string[] = [
  ...[
    'passwordHash',
    'nicknameKey',
    'secret',
    'nonce',
    'reserveNonce',
    'chainHash',
    'text',
    'html',
  ],
  ...['endpoint', 'p256dh', 'auth', 'sentHash', 'raterId', 'ratedId'],
  ...['leaderId', 'leaderAlias', 'leaderOrdinal', 'listingHash', 'paymentKey'],
  ...['buyerId', 'bidderId', 'sellerId', 'askerId', 'reportedId', 'aboutUserId', 'subjectId'],
  'openKey',
  // What others wrote that was reported, and by what a browser or a network is known again.
  ...['said', 'traceHash'],
];

/** The ids of what is theirs, by which more is. */
const THEIRS = {
  bought: (db: Db, userId: string) =>
    db.select({ id: orders.orderId }).from(orders).where(eq(orders.buyerId, userId)),
  listed: (db: Db, userId: string) =>
    db.select({ id: auctions.auctionId }).from(auctions).where(eq(auctions.sellerId, userId)),
};

const HELD: Record<Kind, Held> = {
  account: { table: users, ownedBy: users.userId, newest: users.userId },
  consents: { table: consentEvents, ownedBy: consentEvents.userId, newest: consentEvents.number },
  addresses: {
    ...{ table: savedAddresses, ownedBy: savedAddresses.userId },
    newest: savedAddresses.createdAtMs,
  },
  payoutAccount: {
    ...{ table: payoutAccounts, ownedBy: payoutAccounts.userId, newest: payoutAccounts.userId },
  },
  devices: {
    ...{ table: sessionFamilies, ownedBy: sessionFamilies.userId },
    newest: sessionFamilies.createdAtMs,
  },
  signInWays: {
    ...{ table: signInLinks, ownedBy: signInLinks.userId, newest: signInLinks.linkedAtMs },
  },
  mails: { table: mailOutbox, ownedBy: mailOutbox.userId, newest: mailOutbox.createdAtMs },
  watched: {
    ...{ table: watchlistItems, ownedBy: watchlistItems.userId },
    newest: watchlistItems.createdAtMs,
  },
  bids: { table: bids, ownedBy: bids.bidderId, newest: bids.acceptedAtMs },
  auctions: { table: auctions, ownedBy: auctions.sellerId, newest: auctions.createdAtMs },
  bought: { table: orders, ownedBy: orders.buyerId, newest: orders.createdAtMs },
  sold: { table: orders, ownedBy: orders.sellerId, newest: orders.createdAtMs },
  deliveries: {
    ...{ table: orderAddresses, ownedBy: orderAddresses.orderId, by: 'bought' },
    newest: orderAddresses.changedAtMs,
  },
  refunds: {
    ...{ table: refunds, ownedBy: refunds.orderId, by: 'bought', newest: refunds.createdAtMs },
  },
  payments: { table: payments, ownedBy: payments.buyerId, newest: payments.createdAtMs },
  notices: { table: notices, ownedBy: notices.userId, newest: notices.number },
  noticeSettings: {
    ...{ table: noticeSettings, ownedBy: noticeSettings.userId, newest: noticeSettings.userId },
  },
  pushes: {
    ...{ table: pushSubscriptions, ownedBy: pushSubscriptions.userId },
    newest: pushSubscriptions.createdAtMs,
  },
  said: {
    ...{ table: talkMessages, ownedBy: talkMessages.senderId, newest: talkMessages.sentAtMs },
    shows: ['text'],
  },
  questions: {
    ...{ table: questions, ownedBy: questions.askerId, newest: questions.askedAtMs },
    shows: ['text'],
  },
  // Without what others had asked.
  answers: {
    ...{ table: questions, ownedBy: questions.auctionId, by: 'listed' },
    ...{ only: isNotNull(questions.answer), newest: questions.answeredAtMs },
  },
  ratings: {
    ...{ table: ratings, ownedBy: ratings.raterId, newest: ratings.ratedAtMs, shows: ['text'] },
  },
  reports: {
    ...{ table: reports, ownedBy: reports.reporterId, newest: reports.reportedAtMs },
    shows: ['text'],
  },
  talkReports: {
    ...{ table: talkReports, ownedBy: talkReports.reporterId, newest: talkReports.reportedAtMs },
  },
  signIns: {
    ...{ table: signInTraces, ownedBy: signInTraces.userId, newest: signInTraces.lastSeenAtMs },
  },
  offers: { table: offers, ownedBy: offers.bidderId, newest: offers.createdAtMs },
  secondChances: {
    ...{ table: secondChanceConsents, ownedBy: secondChanceConsents.bidderId },
    newest: secondChanceConsents.changedAtMs,
  },
  payouts: { table: payouts, ownedBy: payouts.sellerId, newest: payouts.createdAtMs },
};

/** What the record holds of somebody, the newest of each kind first, and of which kinds there is more. */
export async function readOwnData(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  userId: string,
): Promise<OwnData> {
  const found = new Map<Kind, Row[]>();
  // One after the other: a download is in no hurry, and bids are.
  for (const [kind, held] of Object.entries(HELD)) {
    found.set(kind as Kind, await readRows(db, held, userId));
  }
  const kinds = [...found];
  const shortened = kinds.filter(([, rows]) => rows.length > OWN_ROWS_MAX).map(([kind]) => kind);
  const whole = kinds.map(([kind, rows]) => [kind, rows.slice(0, OWN_ROWS_MAX)]);
  const held = Object.fromEntries(whole) as Record<Kind, Row[]>;
  return { madeAtMs: now(), shortened, ...held };
}

async function readRows(
  db: Db,
  { table, ownedBy, by, only, newest, shows = [] }: Held,
  userId: string,
): Promise<Row[]> {
  const isOwn = by ? inArray(ownedBy, THEIRS[by](db, userId)) : eq(ownedBy, userId);
  const columns = Object.entries(getTableColumns(table));
  const shown = Object.fromEntries(
    columns.filter(([name]) => shows.includes(name) || !KEPT_BACK.includes(name)),
  );
  return await db
    .select(shown)
    .from(table)
    .where(and(isOwn, only))
    .orderBy(desc(newest))
    .limit(OWN_ROWS_MAX + 1);
}
