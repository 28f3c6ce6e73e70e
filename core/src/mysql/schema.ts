import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  index,
  int,
  mysqlTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';
import type { RecordState } from '../rules/auction-states.ts';
import type { BidKind, BidOutcome } from '../contracts/bids.ts';
import type { OnDefault } from '../contracts/auctions.ts';
import type { Role } from '../contracts/users.ts';
import { hashtagsColumn, stepsColumn } from './listing-columns.ts';
import { atMs, id, krw } from './columns.ts';

export const users = mysqlTable(
  'users',
  {
    userId: id('user_id').primaryKey(),
    email: varchar('email', { length: 254 }).notNull(),
    nickname: varchar('nickname', { length: 80 }).notNull(),
    /** NFC and case folded: what makes two nicknames the same. */
    nicknameKey: varchar('nickname_key', { length: 160 }).notNull(),
    /** Null for those who sign in by others' word alone, and who have left. */
    passwordHash: varchar('password_hash', { length: 255 }),
    role: varchar('role', { length: 10 }).$type<Role>().notNull().default('USER'),
    emailVerifiedAtMs: atMs('email_verified_at_ms'),
    /** An operator has shut the account since then. */
    blockedAtMs: atMs('blocked_at_ms'),
    nicknameChangedAtMs: atMs('nickname_changed_at_ms'),
    /** The picture they are shown with. */
    imageId: id('image_id'),
    /** Programs' tokens that were made before are good no more. */
    tokensFromMs: atMs('tokens_from_ms'),
    /** Nothing of them is known any more since then but what they bid, bought and sold. */
    leftAtMs: atMs('left_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (table) => [
    uniqueIndex('users_email').on(table.email),
    uniqueIndex('users_nickname_key').on(table.nicknameKey),
    index('users_role').on(table.role),
    index('users_blocked').on(table.blockedAtMs),
    index('users_tokens_from').on(table.tokensFromMs),
  ],
);

/** One signing-in on one device; ending it ends every refresh token of it. */
export const sessionFamilies = mysqlTable(
  'session_families',
  {
    familyId: id('family_id').primaryKey(),
    userId: id('user_id').notNull(),
    /** What it is in words, such as `Chrome, Windows`; '' where the browser does not say. */
    device: varchar('device', { length: 60 }).notNull().default(''),
    createdAtMs: atMs('created_at_ms').notNull(),
    /** When it was renewed last; 0 before the first time. */
    renewedAtMs: atMs('renewed_at_ms').notNull().default(0),
    endedAtMs: atMs('ended_at_ms'),
  },
  (table) => [
    index('session_families_user').on(table.userId),
    index('session_families_ended').on(table.endedAtMs),
    index('session_families_created').on(table.createdAtMs),
  ],
);

export const refreshTokens = mysqlTable(
  'refresh_tokens',
  {
    /** SHA-256 of the token in hex: the record cannot be used to sign in. */
    tokenHash: char('token_hash', { length: 64 }).primaryKey(),
    familyId: id('family_id').notNull(),
    expiresAtMs: atMs('expires_at_ms').notNull(),
    /** Set when it was exchanged for the next one. */
    usedAtMs: atMs('used_at_ms'),
  },
  (table) => [
    index('refresh_tokens_family').on(table.familyId),
    index('refresh_tokens_expires').on(table.expiresAtMs),
  ],
);

export const auctions = mysqlTable(
  'auctions',
  {
    auctionId: id('auction_id').primaryKey(),
    sellerId: id('seller_id').notNull(),
    /** What the seller's program knows the listing by; null where it names none. */
    listingId: char('listing_id', { length: 36 }),
    /** What was sent under that id, as a hash in hex: another listing under the same id is none of it. */
    listingHash: char('listing_hash', { length: 64 }),
    title: varchar('title', { length: 200 }).notNull(),
    description: text('description').notNull(),
    categoryId: id('category_id').notNull(),
    hashtags: hashtagsColumn('hashtags')
      .notNull()
      .default(sql`''`),
    startKrw: krw('start_krw').notNull(),
    steps: stepsColumn('steps').notNull(),
    capKrw: krw('cap_krw').notNull(),
    saleDate: char('sale_date', { length: 10 }).notNull(),
    /** Secret, as is its nonce: the commitment is what everybody may see. */
    reserveKrw: krw('reserve_krw'),
    reserveNonce: char('reserve_nonce', { length: 32 }),
    buyNowKrw: krw('buy_now_krw'),
    extension: varchar('extension', { length: 4 })
      .$type<'none' | 'auto'>()
      .notNull()
      .default('none'),
    /** The rates as they were at listing, in hundredths of a percent. */
    feeBp: int('fee_bp').notNull().default(500),
    premiumBp: int('premium_bp').notNull().default(0),
    /** What the seller wants when the winner does not pay. */
    onDefault: varchar('on_default', { length: 13 })
      .$type<OnDefault>()
      .notNull()
      .default('second-chance'),
    opensAtMs: atMs('opens_at_ms').notNull(),
    closesAtMs: atMs('closes_at_ms').notNull(),
    /** The closing as listed, or as an outage or operator moved it: the extension's limit counts from it. */
    scheduledClosesAtMs: atMs('scheduled_closes_at_ms').notNull(),
    /** Why the closing was moved other than by a bid. */
    moved: varchar('moved', { length: 8 }).$type<'outage' | 'operator'>(),
    /** KST date of the last time an outage moved the closing. */
    outageDay: char('outage_day', { length: 10 }),
    state: varchar('state', { length: 12 }).$type<RecordState>().notNull().default('scheduled'),
    /** Raised under a row lock by every edit and every load into Redis. */
    epoch: int('epoch').notNull().default(1),
    /** The highest seq of the log that is in this record; the closing counts too. */
    recordedSeq: bigint('recorded_seq', { mode: 'number' }).notNull().default(0),
    /** What is recorded of the silent raises and moved closings after that seq. */
    recordedRaise: int('recorded_raise').notNull().default(0),
    /** The hash of the last entry of the chained log, in hex; null before the first. */
    chainHash: char('chain_hash', { length: 64 }),
    bidCount: int('bid_count').notNull().default(0),
    priceKrw: krw('price_krw'),
    minimumKrw: krw('minimum_krw'),
    /** What lists sort by and choose by: the price, or the starting price before the first bid. */
    listedKrw: krw('listed_krw').generatedAlwaysAs(sql`coalesce(price_krw, start_krw)`, {
      mode: 'stored',
    }),
    leaderId: id('leader_id'),
    leaderOrdinal: int('leader_ordinal'),
    lastBidAtMs: atMs('last_bid_at_ms'),
    /** Written back in batches; Redis counts. */
    viewCount: int('view_count').notNull().default(0),
    /** How many people have it on their watchlist. */
    watchCount: int('watch_count').notNull().default(0),
    createdAtMs: atMs('created_at_ms').notNull(),
    settledAtMs: atMs('settled_at_ms'),
    /** When it was last put back into Redis: doubts about what was lost need a while to come in. */
    restoredAtMs: atMs('restored_at_ms'),
    /** What was told under an earlier epoch and is missing was decided about by an operator. */
    resumedEpoch: int('resumed_epoch').notNull().default(0),
    /** Acknowledged bids may be missing since then: settlement waits for an operator. */
    interruptedAtMs: atMs('interrupted_at_ms'),
    /** An operator keeps it from lists, search and strangers since then; it is judged all the same. */
    hiddenAtMs: atMs('hidden_at_ms'),
  },
  (table) => [
    index('auctions_state_closes').on(table.state, table.closesAtMs),
    index('auctions_state_opens').on(table.state, table.opensAtMs),
    index('auctions_sale_date').on(table.saleDate, table.closesAtMs),
    index('auctions_closes').on(table.closesAtMs, table.auctionId),
    index('auctions_seller').on(table.sellerId, table.createdAtMs),
    // Lists read each state in order and put them together; by the closing there is one above.
    index('auctions_newest').on(table.state, table.createdAtMs, table.auctionId),
    index('auctions_bids').on(table.state, table.bidCount, table.auctionId),
    index('auctions_views').on(table.state, table.viewCount, table.auctionId),
    index('auctions_price').on(table.state, table.listedKrw, table.auctionId),
    index('auctions_today').on(table.saleDate, table.opensAtMs, table.createdAtMs, table.auctionId),
    // For categories with little in them.
    index('auctions_category').on(table.categoryId, table.state, table.closesAtMs),
    index('auctions_category_id').on(table.categoryId, table.auctionId),
    uniqueIndex('auctions_listing').on(table.sellerId, table.listingId),
  ],
);

export const bids = mysqlTable(
  'bids',
  {
    auctionId: id('auction_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** 0 for a visible bid; a leader's silent raises count from 1. */
    raise: int('raise').notNull(),
    epoch: int('epoch').notNull(),
    bidderId: id('bidder_id').notNull(),
    bidId: char('bid_id', { length: 36 }).notNull(),
    ordinal: int('ordinal').notNull(),
    kind: varchar('kind', { length: 10 }).$type<BidKind>().notNull(),
    amountKrw: krw('amount_krw').notNull(),
    /** Hides kind and maximum in the chained log until they may be opened; hex. */
    nonce: char('nonce', { length: 32 }),
    outcome: varchar('outcome', { length: 10 }).$type<BidOutcome>().notNull(),
    priceKrw: krw('price_krw').notNull(),
    minimumKrw: krw('minimum_krw'),
    ownMaxKrw: krw('own_max_krw').notNull(),
    leaderId: id('leader_id').notNull(),
    leaderAlias: varchar('leader_alias', { length: 40 }).notNull(),
    bidCount: int('bid_count').notNull().default(0),
    reserve: varchar('reserve', { length: 5 })
      .$type<'none' | 'unmet' | 'met'>()
      .notNull()
      .default('none'),
    extended: boolean('extended').notNull().default(false),
    acceptedAtMs: atMs('accepted_at_ms').notNull(),
    closesAtMs: atMs('closes_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.auctionId, table.seq, table.raise] }),
    uniqueIndex('bids_bid_id').on(table.auctionId, table.bidderId, table.bidId),
    index('bids_bidder').on(table.bidderId, table.acceptedAtMs),
  ],
);

/** The closing of an auction as it was moved by an outage or an operator: one row an entry of the log. */
export const closingMoves = mysqlTable(
  'closing_moves',
  {
    auctionId: id('auction_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    raise: int('raise').notNull(),
    closesAtMs: atMs('closes_at_ms').notNull(),
    reason: varchar('reason', { length: 8 }).$type<'outage' | 'operator'>().notNull(),
    movedAtMs: atMs('moved_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.auctionId, table.seq, table.raise] })],
);

/** The chained log: one row for the listing (seq 0) and one for everything that took a seq. */
export const chainEntries = mysqlTable(
  'chain_entries',
  {
    auctionId: id('auction_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** The canonical JSON that was hashed, to the letter. */
    canonical: text('canonical').notNull(),
    hash: char('hash', { length: 64 }).notNull(),
    /** Hides the silent raises before this entry until they may be opened; hex. */
    raisesNonce: char('raises_nonce', { length: 32 }),
  },
  (table) => [primaryKey({ columns: [table.auctionId, table.seq] })],
);

/** The signed heads of chained logs as they were published. */
export const chainHeads = mysqlTable(
  'chain_heads',
  {
    auctionId: id('auction_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    signedAtMs: atMs('signed_at_ms').notNull(),
    hash: char('hash', { length: 64 }).notNull(),
    jws: varchar('jws', { length: 1000 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.auctionId, table.signedAtMs] })],
);

/** What operators did, when and why. */
export const operatorActions = mysqlTable(
  'operator_actions',
  {
    actionId: id('action_id').primaryKey(),
    /** What it was done to: an auction or a person. */
    auctionId: id('auction_id'),
    userId: id('user_id'),
    action: varchar('action', { length: 20 }).notNull(),
    operator: varchar('operator', { length: 120 }).notNull(),
    /** The operator's account; null by the command line. */
    operatorId: id('operator_id'),
    reason: varchar('reason', { length: 500 }).notNull(),
    detail: varchar('detail', { length: 1000 }).notNull(),
    actedAtMs: atMs('acted_at_ms').notNull(),
  },
  (table) => [
    index('operator_actions_auction').on(table.auctionId, table.actedAtMs),
    index('operator_actions_user').on(table.userId, table.actedAtMs),
    index('operator_actions_acted').on(table.actedAtMs, table.actionId),
  ],
);
