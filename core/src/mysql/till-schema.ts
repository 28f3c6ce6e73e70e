import {
  bigint,
  boolean,
  index,
  int,
  mysqlTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';
import type { OfferState } from '../contracts/offers.ts';
import type { PaymentState, RefundCause, RefundState } from '../contracts/payments.ts';
import type { OrderActor, OrderState } from '../rules/order-states.ts';
import type { JournalKind } from '../rules/journals.ts';
import { atMs, id, krw } from './columns.ts';

export const orders = mysqlTable(
  'orders',
  {
    orderId: id('order_id').primaryKey(),
    auctionId: id('auction_id').notNull(),
    /** An auction may see several orders in its life (second chance), one open at a time. */
    attempt: int('attempt').notNull(),
    buyerId: id('buyer_id').notNull(),
    sellerId: id('seller_id').notNull(),
    /** The price; the buyer pays the premium on top, the seller gets it less the fee. */
    amountKrw: krw('amount_krw').notNull(),
    premiumKrw: krw('premium_krw').notNull().default(0),
    feeKrw: krw('fee_krw').notNull().default(0),
    state: varchar('state', { length: 20 }).$type<OrderState>().notNull(),
    /** When it came to stand so. */
    stateAtMs: atMs('state_at_ms').notNull().default(0),
    payByMs: atMs('pay_by_ms').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    paidAtMs: atMs('paid_at_ms'),
    shippedAtMs: atMs('shipped_at_ms'),
    deliveredAtMs: atMs('delivered_at_ms'),
    carrier: varchar('carrier', { length: 40 }),
    trackingNumber: varchar('tracking_number', { length: 60 }),
    /** When what was not paid went on to the next, or back to the seller. */
    passedOnAtMs: atMs('passed_on_at_ms'),
  },
  (table) => [
    uniqueIndex('orders_auction_attempt').on(table.auctionId, table.attempt),
    index('orders_buyer').on(table.buyerId, table.createdAtMs),
    index('orders_seller').on(table.sellerId, table.createdAtMs),
    index('orders_state').on(table.state, table.stateAtMs),
    index('orders_pay_by').on(table.state, table.payByMs),
    index('orders_to_pass_on').on(table.state, table.passedOnAtMs),
  ],
);

/** Every move of an order, and what else happened to it: who did it, and why. Rows are never changed. */
export const orderEvents = mysqlTable(
  'order_events',
  {
    eventId: bigint('event_id', { mode: 'number' }).autoincrement().primaryKey(),
    orderId: id('order_id').notNull(),
    /** A move of the order table, or what happened without one, such as `payment-failed`. */
    event: varchar('event', { length: 30 }).notNull(),
    /** The same when nothing moved. */
    fromState: varchar('from_state', { length: 20 }).$type<OrderState>().notNull(),
    toState: varchar('to_state', { length: 20 }).$type<OrderState>().notNull(),
    actor: varchar('actor', { length: 10 }).$type<OrderActor>().notNull(),
    /** Null for the system. */
    actorId: id('actor_id'),
    /** Why, in words that the parties may read. Written with every event; nothing relies on it. */
    reason: varchar('reason', { length: 500 }),
    happenedAtMs: atMs('happened_at_ms').notNull(),
  },
  (table) => [
    index('order_events_order').on(table.orderId, table.eventId),
    index('order_events_actor').on(table.actor, table.happenedAtMs),
  ],
);

/** Where a thing is sent; asked with the payment, and nobody's but the parties'. */
export const orderAddresses = mysqlTable('order_addresses', {
  orderId: id('order_id').primaryKey(),
  recipient: varchar('recipient', { length: 160 }).notNull(),
  phone: varchar('phone', { length: 20 }).notNull(),
  postcode: varchar('postcode', { length: 10 }).notNull(),
  line1: varchar('line1', { length: 400 }).notNull(),
  line2: varchar('line2', { length: 400 }),
  memo: varchar('memo', { length: 400 }),
  changedAtMs: atMs('changed_at_ms').notNull(),
});

/** Attempts to pay. Each has an order id of its own at Toss, so that what failed stays failed. */
export const payments = mysqlTable(
  'payments',
  {
    /** Random: what Toss calls orderId. */
    tossOrderId: id('toss_order_id').primaryKey(),
    orderId: id('order_id').notNull(),
    buyerId: id('buyer_id').notNull(),
    /** What is to be charged: price and premium. */
    amountKrw: krw('amount_krw').notNull(),
    state: varchar('state', { length: 20 }).$type<PaymentState>().notNull(),
    paymentKey: varchar('payment_key', { length: 200 }),
    method: varchar('method', { length: 20 }),
    /** Toss's word for deposits to this payment; never told to anybody. */
    secret: varchar('secret', { length: 50 }),
    /** JSON of where to deposit, and until when; null without a virtual account. */
    virtualAccount: text('virtual_account'),
    receiptUrl: varchar('receipt_url', { length: 1000 }),
    failureCode: varchar('failure_code', { length: 80 }),
    failureMessage: varchar('failure_message', { length: 510 }),
    /** What Toss holds of it: the charge less what went back. */
    balanceKrw: krw('balance_krw').notNull().default(0),
    createdAtMs: atMs('created_at_ms').notNull(),
    confirmingAtMs: atMs('confirming_at_ms'),
    doneAtMs: atMs('done_at_ms'),
    /** When Toss was last asked about it. */
    askedAtMs: atMs('asked_at_ms'),
    /** The last moment at which it was asked and told how it stands. */
    answeredAtMs: atMs('answered_at_ms'),
    /** What it told then that it holds. `balanceKrw` is what came of that here. */
    toldHeldKrw: krw('told_held_krw'),
  },
  (table) => [
    uniqueIndex('payments_payment_key').on(table.paymentKey),
    index('payments_order').on(table.orderId, table.createdAtMs),
    index('payments_buyer').on(table.buyerId, table.createdAtMs),
    index('payments_state').on(table.state, table.askedAtMs),
  ],
);

/** Money on its way back to a buyer. */
export const refunds = mysqlTable(
  'refunds',
  {
    /** Also the idempotency key at Toss. */
    refundId: id('refund_id').primaryKey(),
    tossOrderId: id('toss_order_id').notNull(),
    orderId: id('order_id').notNull(),
    amountKrw: krw('amount_krw').notNull(),
    cause: varchar('cause', { length: 20 }).$type<RefundCause>().notNull(),
    reason: varchar('reason', { length: 200 }).notNull(),
    state: varchar('state', { length: 15 }).$type<RefundState>().notNull(),
    /** Where a deposit goes back to, as JSON; only virtual accounts need it. */
    receiveAccount: varchar('receive_account', { length: 400 }),
    /** How many keys Toss has been sent; the next has another. */
    tries: int('tries').notNull().default(0),
    /** How often it was taken up since it became `pending`. */
    attempts: int('attempts').notNull().default(0),
    triedAtMs: atMs('tried_at_ms'),
    failureCode: varchar('failure_code', { length: 80 }),
    createdAtMs: atMs('created_at_ms').notNull(),
    doneAtMs: atMs('done_at_ms'),
  },
  (table) => [
    index('refunds_state').on(table.state, table.triedAtMs),
    index('refunds_order').on(table.orderId),
    index('refunds_payment').on(table.tossOrderId),
  ],
);

/** Toss's webhooks as they came: hints, kept raw. */
export const tossWebhooks = mysqlTable(
  'toss_webhooks',
  {
    transmissionId: varchar('transmission_id', { length: 100 }).primaryKey(),
    retriedCount: int('retried_count').notNull(),
    body: text('body').notNull(),
    receivedAtMs: atMs('received_at_ms').notNull(),
    /** Null until it has been followed up. */
    handledAtMs: atMs('handled_at_ms'),
    /** When it was last tried to. */
    triedAtMs: atMs('tried_at_ms'),
    outcome: varchar('outcome', { length: 100 }),
  },
  (table) => [index('toss_webhooks_handled').on(table.handledAtMs, table.receivedAtMs)],
);

/**
 * The books: double entry in won, a plus for what an account is owed or holds more of (debit), the lines
 * of a journal adding up to nothing. Rows are never changed; what was wrong is booked back.
 */
export const ledgerEntries = mysqlTable(
  'ledger_entries',
  {
    /** Names what is booked, such as `sale:<tossOrderId>`, so that nothing is booked twice. */
    journalKey: varchar('journal_key', { length: 100 }).notNull(),
    line: int('line').notNull(),
    kind: varchar('kind', { length: 15 }).$type<JournalKind>().notNull(),
    /** `cash`, `fees`, `premiums`, `losses`, `seller:<userId>` or `buyer:<userId>`. */
    account: varchar('account', { length: 60 }).notNull(),
    amountKrw: krw('amount_krw').notNull(),
    orderId: id('order_id').notNull(),
    bookedAtMs: atMs('booked_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.journalKey, table.line] }),
    index('ledger_entries_account').on(table.account, table.bookedAtMs),
    index('ledger_entries_order').on(table.orderId),
  ],
);

/** Where a seller's money goes. */
export const payoutAccounts = mysqlTable('payout_accounts', {
  userId: id('user_id').primaryKey(),
  bank: varchar('bank', { length: 40 }).notNull(),
  accountNumber: varchar('account_number', { length: 20 }).notNull(),
  holderName: varchar('holder_name', { length: 160 }).notNull(),
  changedAtMs: atMs('changed_at_ms').notNull(),
});

/** What was paid out to a seller for an order, and where to. */
export const payouts = mysqlTable(
  'payouts',
  {
    payoutId: id('payout_id').primaryKey(),
    orderId: id('order_id').notNull(),
    sellerId: id('seller_id').notNull(),
    amountKrw: krw('amount_krw').notNull(),
    bank: varchar('bank', { length: 40 }).notNull(),
    accountNumber: varchar('account_number', { length: 20 }).notNull(),
    holderName: varchar('holder_name', { length: 160 }).notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (table) => [
    uniqueIndex('payouts_order').on(table.orderId),
    index('payouts_seller').on(table.sellerId, table.createdAtMs),
  ],
);

/** Who wants to be asked when the winner does not pay. */
export const secondChanceConsents = mysqlTable(
  'second_chance_consents',
  {
    auctionId: id('auction_id').notNull(),
    bidderId: id('bidder_id').notNull(),
    isGiven: boolean('is_given').notNull(),
    changedAtMs: atMs('changed_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.auctionId, table.bidderId] }),
    index('second_chance_consents_bidder').on(table.bidderId),
  ],
);

/** A runner-up's second chance. */
export const offers = mysqlTable(
  'offers',
  {
    offerId: id('offer_id').primaryKey(),
    auctionId: id('auction_id').notNull(),
    /** The order it follows on; each is followed by one offer at a time. */
    afterAttempt: int('after_attempt').notNull(),
    /** Counts the offers of an auction from 1. */
    number: int('number').notNull(),
    bidderId: id('bidder_id').notNull(),
    amountKrw: krw('amount_krw').notNull(),
    state: varchar('state', { length: 10 }).$type<OfferState>().notNull(),
    acceptByMs: atMs('accept_by_ms').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    answeredAtMs: atMs('answered_at_ms'),
    /** The order that accepting it opened. */
    orderId: id('order_id'),
  },
  (table) => [
    uniqueIndex('offers_auction_number').on(table.auctionId, table.number),
    index('offers_bidder').on(table.bidderId, table.createdAtMs),
    index('offers_state').on(table.state, table.acceptByMs),
  ],
);

/** Somebody won and did not pay. */
export const paymentDefaults = mysqlTable(
  'payment_defaults',
  {
    orderId: id('order_id').primaryKey(),
    auctionId: id('auction_id').notNull(),
    bidderId: id('bidder_id').notNull(),
    amountKrw: krw('amount_krw').notNull(),
    defaultedAtMs: atMs('defaulted_at_ms').notNull(),
  },
  (table) => [
    index('payment_defaults_bidder').on(table.bidderId, table.defaultedAtMs),
    index('payment_defaults_auction').on(table.auctionId),
    index('payment_defaults_at').on(table.defaultedAtMs),
  ],
);

/** The till's terms as operators set them, one row a change; the last one holds. */
export const tillTerms = mysqlTable('till_terms', {
  termsId: bigint('terms_id', { mode: 'number' }).autoincrement().primaryKey(),
  /** JSON of all terms. */
  terms: text('terms').notNull(),
  operatorId: id('operator_id').notNull(),
  reason: varchar('reason', { length: 500 }).notNull(),
  setAtMs: atMs('set_at_ms').notNull(),
});
