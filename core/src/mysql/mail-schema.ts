import {
  bigint,
  char,
  index,
  int,
  mysqlTable,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';
import { atMs, id } from './columns.ts';

/** A link sent to an address to prove that it is its owner's; good once and for a while. */
export const emailProofs = mysqlTable(
  'email_proofs',
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
    index('email_proofs_user').on(table.userId, table.createdAtMs),
    index('email_proofs_expires').on(table.expiresAtMs),
  ],
);

const turnKey = () => varchar('turn_key', { length: 60 });

/** What a mail is about. */
export type MailKind =
  'email-proof' | 'notice' | 'password-reset' | 'payout-account' | 'sign-in-way';

/** Mails to be sent, written in the transaction that promises them. */
export const mailOutbox = mysqlTable(
  'mail_outbox',
  {
    /** Also names the message itself, so that a mail that came twice can be told for one. */
    mailId: id('mail_id').primaryKey(),
    /** In the order in which they were promised, which is that in which those of one turn are sent. */
    number: bigint('number', { mode: 'number' }).autoincrement().notNull(),
    /** Whose turn it waits for; null where it is sent by itself, and once it was sent or given up. */
    turnKey: turnKey(),
    kind: varchar('kind', { length: 20 }).$type<MailKind>().notNull(),
    userId: id('user_id').notNull(),
    recipient: varchar('recipient', { length: 254 }).notNull(),
    subject: varchar('subject', { length: 200 }).notNull(),
    /** Emptied at the end: what a mail says may be as good as a password. */
    text: text('text').notNull(),
    html: text('html'),
    createdAtMs: atMs('created_at_ms').notNull(),
    /** It is of no use to anybody after that. */
    goodUntilMs: atMs('good_until_ms').notNull(),
    attempts: int('attempts').notNull().default(0),
    /** Nobody takes it up before; null when it was sent or given up. */
    nextAttemptAtMs: atMs('next_attempt_at_ms'),
    sentAtMs: atMs('sent_at_ms'),
    /** What the mail server said last, in a word. */
    fault: varchar('fault', { length: 40 }),
  },
  (table) => [
    uniqueIndex('mail_outbox_number').on(table.number),
    index('mail_outbox_due').on(table.nextAttemptAtMs),
    index('mail_outbox_alone').on(table.turnKey, table.nextAttemptAtMs),
    index('mail_outbox_turn').on(table.turnKey, table.number),
    index('mail_outbox_user').on(table.userId),
    index('mail_outbox_created').on(table.createdAtMs),
  ],
);

/** Of what is sent in order, as all notices to one person: who has any waiting, and when it goes on with them. */
export const mailTurns = mysqlTable(
  'mail_turns',
  {
    /** Of the mails' kind and their person. */
    turnKey: turnKey().primaryKey(),
    /** Nobody sends any of them before: somebody is doing so, or the first one is to wait. */
    nextTurnAtMs: atMs('next_turn_at_ms').notNull(),
  },
  (table) => [index('mail_turns_next').on(table.nextTurnAtMs)],
);
