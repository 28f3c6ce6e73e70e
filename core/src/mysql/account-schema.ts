import {
  bigint,
  boolean,
  char,
  index,
  mysqlTable,
  primaryKey,
  varchar,
} from 'drizzle-orm/mysql-core';
import type { ConsentDocument } from '../rules/consent-documents.ts';
import { atMs, id } from './columns.ts';

/** Somebody asked for a link to set a new password with, for an address that may be nobody's. */
export const passwordResetAsks = mysqlTable(
  'password_reset_asks',
  {
    askId: id('ask_id').primaryKey(),
    email: varchar('email', { length: 254 }).notNull(),
    /** Where the link is to lead back to. */
    origin: varchar('origin', { length: 300 }).notNull(),
    askedAtMs: atMs('asked_at_ms').notNull(),
  },
  (table) => [
    index('password_reset_asks_asked').on(table.askedAtMs),
    index('password_reset_asks_email').on(table.email),
  ],
);

/** A link to set a new password with: the newest of an account, good once and for a while. */
export const passwordResets = mysqlTable(
  'password_resets',
  {
    /** SHA-256 of the token in hex; the token itself is in the record only as long as its mail waits. */
    tokenHash: char('token_hash', { length: 64 }).primaryKey(),
    userId: id('user_id').notNull(),
    email: varchar('email', { length: 254 }).notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    expiresAtMs: atMs('expires_at_ms').notNull(),
    usedAtMs: atMs('used_at_ms'),
  },
  (table) => [
    index('password_resets_user').on(table.userId),
    index('password_resets_expires').on(table.expiresAtMs),
  ],
);

/** Where somebody has things sent, for the next time. */
export const savedAddresses = mysqlTable(
  'saved_addresses',
  {
    addressId: id('address_id').primaryKey(),
    userId: id('user_id').notNull(),
    recipient: varchar('recipient', { length: 160 }).notNull(),
    phone: varchar('phone', { length: 20 }).notNull(),
    postcode: varchar('postcode', { length: 10 }).notNull(),
    line1: varchar('line1', { length: 400 }).notNull(),
    line2: varchar('line2', { length: 400 }),
    memo: varchar('memo', { length: 400 }),
    /** One of a person's, as soon as there is any. */
    isDefault: boolean('is_default').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (table) => [index('saved_addresses_user').on(table.userId, table.createdAtMs)],
);

/** What people agreed to, and what they took back. Rows are only added; the last of a document holds. */
export const consentEvents = mysqlTable(
  'consent_events',
  {
    userId: id('user_id').notNull(),
    /** Counts a person's from 1. */
    number: bigint('number', { mode: 'number' }).notNull(),
    document: varchar('document', { length: 20 }).$type<ConsentDocument>().notNull(),
    version: varchar('version', { length: 20 }).notNull(),
    isGiven: boolean('is_given').notNull(),
    happenedAtMs: atMs('happened_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.number] })],
);
