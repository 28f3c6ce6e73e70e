import { eq, inArray, isNotNull, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/mysql-core';
import type { AnyMySqlColumn, MySqlTable } from 'drizzle-orm/mysql-core';
import type { OwnData } from '@sagopalgo/core/contracts/leaving.ts';
import { consentEvents, savedAddresses } from '@sagopalgo/core/mysql/account-schema.ts';
import { questions, ratings, reports } from '@sagopalgo/core/mysql/asking-schema.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { images, watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { notices, noticeSettings, pushSubscriptions } from '@sagopalgo/core/mysql/notice-schema.ts';
import { signInTraces } from '@sagopalgo/core/mysql/operating-schema.ts';
import {
  auctions,
  bids,
  operatorActions,
  sessionFamilies,
  users,
} from '@sagopalgo/core/mysql/schema.ts';
import { signInLinks } from '@sagopalgo/core/mysql/sign-in-schema.ts';
import {
  talkBlocks,
  talkMarks,
  talkMessages,
  talkReports,
} from '@sagopalgo/core/mysql/talk-schema.ts';
import {
  offers,
  orderAddresses,
  orderEvents,
  orders,
  paymentDefaults,
  payments,
  payoutAccounts,
  payouts,
  refunds,
  secondChanceConsents,
} from '@sagopalgo/core/mysql/till-schema.ts';

/** What there is of somebody, by name. */
export type OwnKind = Exclude<keyof OwnData, 'madeAtMs'>;

/** Rows of one kind: whose they are, and what of them is told. */
export interface Held {
  table: MySqlTable;
  /** The person, or that by which it is theirs. */
  ownedBy: AnyMySqlColumn;
  by?: keyof typeof THEIRS;
  /** Which of them, where not all. */
  only?: (userId: string) => SQL;
  /** The newest first by this, which is never null and never changes; left out where the key says as much. */
  newest?: AnyMySqlColumn;
  /** What is theirs to read here, though of a name that is kept back elsewhere. */
  shows?: readonly string[];
  /** What is kept back here alone. */
  hides?: readonly string[];
  /** What is told beside the columns. */
  adds?: Record<string, SQL>;
}

/** Nobody's to read, though it is about them: secrets, and who others are. */
export const KEPT_BACK: readonly string[] = [
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
  ...['openKey', 'blockedId', 'operator', 'operatorId', 'objectKey'],
  // What others wrote that was reported, and by what a browser or a network is known again.
  ...['said', 'traceHash'],
];

/** The ids of what is theirs, by which more is. */
export const THEIRS = {
  bought: (db: Db, userId: string) =>
    db.select({ id: orders.orderId }).from(orders).where(eq(orders.buyerId, userId)),
  dealt: (db: Db, userId: string) =>
    db
      .select({ id: orders.orderId })
      .from(orders)
      .where(or(eq(orders.buyerId, userId), eq(orders.sellerId, userId))),
  listed: (db: Db, userId: string) =>
    db.select({ id: auctions.auctionId }).from(auctions).where(eq(auctions.sellerId, userId)),
};

/** Where each kind is found. */
export const OWN_KINDS: Record<OwnKind, Held> = {
  account: { table: users, ownedBy: users.userId },
  consents: {
    ...{ table: consentEvents, ownedBy: consentEvents.userId },
    // Where the wording is read that it was about.
    adds: {
      readAt: sql`concat('/documents/', ${consentEvents.document}, '?version=', ${consentEvents.version})`,
    },
  },
  addresses: {
    ...{ table: savedAddresses, ownedBy: savedAddresses.userId },
    newest: savedAddresses.createdAtMs,
  },
  payoutAccount: { table: payoutAccounts, ownedBy: payoutAccounts.userId },
  pictures: { table: images, ownedBy: images.sellerId, newest: images.createdAtMs },
  devices: {
    ...{ table: sessionFamilies, ownedBy: sessionFamilies.userId },
    newest: sessionFamilies.createdAtMs,
  },
  signInWays: { table: signInLinks, ownedBy: signInLinks.userId },
  signIns: {
    ...{ table: signInTraces, ownedBy: signInTraces.userId, newest: signInTraces.firstSeenAtMs },
  },
  byOperators: {
    ...{ table: operatorActions, ownedBy: operatorActions.userId },
    newest: operatorActions.actedAtMs,
    // Written for whoever looks into it, and may say who told of them.
    hides: ['reason', 'detail'],
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
  // By a name to be read by, as the history of orders is not to be changed from anywhere.
  orderMoves: movesIn(alias(orderEvents, 'moves')),
  deliveries: { table: orderAddresses, ownedBy: orderAddresses.orderId, by: 'bought' },
  payments: { table: payments, ownedBy: payments.buyerId, newest: payments.createdAtMs },
  refunds: {
    ...{ table: refunds, ownedBy: refunds.orderId, by: 'bought', newest: refunds.createdAtMs },
  },
  defaults: {
    ...{ table: paymentDefaults, ownedBy: paymentDefaults.bidderId },
    newest: paymentDefaults.defaultedAtMs,
  },
  offers: { table: offers, ownedBy: offers.bidderId, newest: offers.createdAtMs },
  secondChances: { table: secondChanceConsents, ownedBy: secondChanceConsents.bidderId },
  payouts: { table: payouts, ownedBy: payouts.sellerId, newest: payouts.createdAtMs },
  notices: { table: notices, ownedBy: notices.userId },
  noticeSettings: { table: noticeSettings, ownedBy: noticeSettings.userId },
  pushes: {
    ...{ table: pushSubscriptions, ownedBy: pushSubscriptions.userId },
    newest: pushSubscriptions.createdAtMs,
  },
  said: { table: talkMessages, ownedBy: talkMessages.senderId, shows: ['text'] },
  talkMarks: { table: talkMarks, ownedBy: talkMarks.userId },
  talkBlocks: {
    ...{ table: talkBlocks, ownedBy: talkBlocks.blockerId, newest: talkBlocks.createdAtMs },
    // By what everybody sees of them.
    adds: {
      blockedNickname: sql`(select ${users.nickname} from ${users} where ${users.userId} = ${talkBlocks.blockedId})`,
    },
  },
  talkReports: {
    ...{ table: talkReports, ownedBy: talkReports.reporterId, newest: talkReports.reportedAtMs },
  },
  questions: {
    ...{ table: questions, ownedBy: questions.askerId, newest: questions.askedAtMs },
    shows: ['text'],
  },
  // Without what others had asked.
  answers: {
    ...{ table: questions, ownedBy: questions.auctionId, by: 'listed' },
    only: () => isNotNull(questions.answer),
    newest: questions.askedAtMs,
  },
  ratings: {
    ...{ table: ratings, ownedBy: ratings.raterId, newest: ratings.ratedAtMs, shows: ['text'] },
  },
  reports: {
    ...{ table: reports, ownedBy: reports.reporterId, newest: reports.reportedAtMs },
    shows: ['text'],
  },
};

function movesIn(moves: MySqlTable & Record<'orderId' | 'actorId', AnyMySqlColumn>): Held {
  const only = (userId: string) => eq(moves.actorId, userId);
  return { table: moves, ownedBy: moves.orderId, by: 'dealt', only };
}

/** The condition under which rows of a kind are somebody's. */
export function isTheirs(db: Db, { ownedBy, by }: Held, userId: string): SQL {
  return by ? inArray(ownedBy, THEIRS[by](db, userId)) : eq(ownedBy, userId);
}
