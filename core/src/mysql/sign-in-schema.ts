import { boolean, char, index, mysqlTable, primaryKey, text } from 'drizzle-orm/mysql-core';
import { uniqueIndex, varchar } from 'drizzle-orm/mysql-core';
import type { ProviderName } from '../rules/sign-in-providers.ts';
import { atMs, id } from './columns.ts';

/** By whose word somebody may sign in: one person an account there, and one account there a person. */
export const signInLinks = mysqlTable(
  'sign_in_links',
  {
    provider: varchar('provider', { length: 10 }).$type<ProviderName>().notNull(),
    /** What the provider calls the person; never an address. */
    subject: varchar('subject', { length: 255 }).notNull(),
    userId: id('user_id').notNull(),
    linkedAtMs: atMs('linked_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.subject] }),
    uniqueIndex('sign_in_links_user').on(table.userId, table.provider),
  ],
);

/** A way to a provider and back, in one browser; and what it came to until it is used. */
export const signInAttempts = mysqlTable(
  'sign_in_attempts',
  {
    /** SHA-256 of what the browser's cookie holds, in hex. */
    attemptHash: char('attempt_hash', { length: 64 }).primaryKey(),
    provider: varchar('provider', { length: 10 }).$type<ProviderName>().notNull(),
    /** Whose account it is to be linked to; null for signing in. */
    userId: id('user_id'),
    state: varchar('state', { length: 64 }).notNull(),
    nonce: varchar('nonce', { length: 64 }).notNull(),
    /** Of PKCE. */
    verifier: varchar('verifier', { length: 128 }).notNull(),
    redirectUri: varchar('redirect_uri', { length: 400 }).notNull(),
    expiresAtMs: atMs('expires_at_ms').notNull(),
    /** It has come back: the same way is not gone twice. */
    returnedAtMs: atMs('returned_at_ms'),
    /** Who the provider said it was, where that is nobody's account yet. */
    subject: varchar('subject', { length: 255 }),
    email: varchar('email', { length: 254 }),
    emailVerified: boolean('email_verified').notNull().default(false),
    nickname: text('nickname'),
    /** An account or a link has come of it. */
    endedAtMs: atMs('ended_at_ms'),
  },
  (table) => [
    index('sign_in_attempts_expires').on(table.expiresAtMs),
    index('sign_in_attempts_user').on(table.userId),
  ],
);
