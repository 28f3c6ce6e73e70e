import { and, eq, lte } from 'drizzle-orm';
import type { Delivery, Mailer } from '@sagopalgo/core/mail/mailer.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import type { Connections } from '../connections.ts';

/** Longer than any attempt can take: whoever took a mail up and let nothing more be heard is gone. */
export const TAKEN_FOR_MS = 5 * 60_000;
const FIRST_PAUSE_MS = 10_000;
const PAUSE_MAX_MS = 3_600_000;
/** A mail that may have been taken is not sent again before whoever waits has had it. */
const IN_DOUBT_PAUSE_MS = 30 * 60_000;
/** Half a day of trying; while no mail server is there, nothing has been tried. */
export const ATTEMPTS_MAX = 20;
const FAULT_MAX_CHARS = 40;
const TOO_LATE = 'TOO_LATE';

export type MailRow = typeof mailOutbox.$inferSelect;
export type SendingDeps = Pick<Connections, 'db' | 'log' | 'now'> & { mailer: Mailer };

/** `later`: it is tried again after a pause; `away`: the same, and no other mail would fare better now. */
export type MailOutcome = 'sent' | 'refused' | 'given-up' | 'later' | 'away';

/**
 * Takes up a mail and hands it to the mail server; null when another sender was quicker. A mail is sent
 * twice only where the server's yes did not reach our record: the sender died, the record went away, or the
 * connection did after all of the mail had been written.
 */
export async function deliverMail(deps: SendingDeps, mail: MailRow): Promise<MailOutcome | null> {
  if (!(await takeUp(deps, mail))) return null;
  const attempts = mail.attempts + 1;
  if (mail.goodUntilMs <= deps.now()) return await giveUp(deps, mail, TOO_LATE);
  const delivery = await deps.mailer.send(mail);
  const facts = { mailId: mail.mailId, kind: mail.kind, attempts };
  switch (delivery.outcome) {
    case 'sent':
      await end(deps, mail, { sentAtMs: deps.now(), fault: null });
      deps.log.info('mail.sent', facts);
      return 'sent';
    case 'refused':
      await end(deps, mail, { fault: shortened(delivery.fault) });
      // Somebody mistyped an address: nothing that we could mend.
      deps.log.warn('mail.refused', { ...facts, fault: delivery.fault });
      return 'refused';
    default:
      if (delivery.outcome !== 'away' && attempts >= ATTEMPTS_MAX)
        return await giveUp(deps, mail, delivery.fault);
      return await postpone(deps, mail, delivery);
  }
}

/** How long a mail waits after so many attempts that came to nothing. */
export function pauseMs(attempts: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), PAUSE_MAX_MS);
}

async function takeUp({ db, now }: SendingDeps, mail: MailRow): Promise<boolean> {
  const { mailId, attempts, nextAttemptAtMs } = mailOutbox;
  const isAsRead = and(eq(mailId, mail.mailId), eq(attempts, mail.attempts));
  const [taken] = await db
    .update(mailOutbox)
    .set({ attempts: mail.attempts + 1, nextAttemptAtMs: now() + TAKEN_FOR_MS })
    .where(and(isAsRead, lte(nextAttemptAtMs, now())));
  return taken.affectedRows === 1;
}

async function giveUp(deps: SendingDeps, mail: MailRow, fault: string): Promise<'given-up'> {
  await end(deps, mail, { fault: shortened(fault) });
  const { mailId, kind, attempts } = mail;
  const facts = { mailId, kind, attempts: attempts + 1, fault };
  // Of what was asked for too long ago nobody has anything to mend.
  if (fault === TOO_LATE) deps.log.warn('mail.given-up', facts);
  else deps.log.error('mail.given-up', facts);
  return 'given-up';
}

async function postpone(
  { db, log, now }: SendingDeps,
  { mailId, kind, attempts }: MailRow,
  { outcome, fault }: Exclude<Delivery, { outcome: 'sent' }>,
): Promise<'later' | 'away'> {
  const isAway = outcome === 'away';
  const inMs = Math.max(pauseMs(attempts + 1), outcome === 'in-doubt' ? IN_DOUBT_PAUSE_MS : 0);
  const again = { nextAttemptAtMs: now() + inMs, fault: shortened(fault) };
  await db
    .update(mailOutbox)
    .set(isAway ? { ...again, attempts } : again)
    .where(and(eq(mailOutbox.mailId, mailId), eq(mailOutbox.attempts, attempts + 1)));
  log.warn('mail.not-sent', { mailId, kind, attempts: attempts + 1, fault, againInMs: inMs });
  return isAway ? 'away' : 'later';
}

async function end(
  { db }: SendingDeps,
  { mailId, attempts }: MailRow,
  how: Partial<Pick<MailRow, 'sentAtMs' | 'fault'>>,
): Promise<void> {
  await db
    .update(mailOutbox)
    .set({ ...how, nextAttemptAtMs: null, turnKey: null, text: '', html: null })
    .where(and(eq(mailOutbox.mailId, mailId), eq(mailOutbox.attempts, attempts + 1)));
}

function shortened(fault: string): string {
  return fault.slice(0, FAULT_MAX_CHARS);
}
