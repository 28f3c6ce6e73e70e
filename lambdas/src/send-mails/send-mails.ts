import { and, asc, isNotNull, lte } from 'drizzle-orm';
import { followResetAsks } from '@sagopalgo/core/accounts/follow-reset-asks.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { deliverMail } from './deliver-mail.ts';
import type { MailRow, MailOutcome, SendingDeps } from './deliver-mail.ts';

const MAILS_A_RUN = 100;
const AT_ONCE = 4;
/** What is left then is for the next run. */
export const RUN_FOR_MS = 15_000;

/** What a run came to. */
export interface MailCounts {
  ended: Record<MailOutcome, number>;
  /** The mail server did not answer, so that the rest was left for later. */
  isAway: boolean;
  /** Mails still to be sent. */
  waiting: number;
}

/**
 * Sends the mails that are due, those that have waited longest first. Each is taken up by one sender alone,
 * so any number of them may run at once; one that is killed in between is followed by another after a
 * while. That a mail server is away is no failure: everything waits until it is back.
 */
export async function sendMails(deps: SendingDeps): Promise<MailCounts> {
  const ended = { sent: 0, refused: 0, 'given-up': 0, later: 0, away: 0 };
  await followResetAsks(deps);
  const due = await findDue(deps);
  const untilMs = deps.now() + RUN_FOR_MS;
  for (let first = 0; first < due.length && ended.away === 0; first += AT_ONCE) {
    if (deps.now() >= untilMs) break;
    const together = due.slice(first, first + AT_ONCE);
    const outcomes = await Promise.all(together.map((mail) => deliverMail(deps, mail)));
    for (const outcome of outcomes) if (outcome !== null) ended[outcome] += 1;
  }
  const waiting = await deps.db.$count(mailOutbox, isNotNull(mailOutbox.nextAttemptAtMs));
  return { ended, isAway: ended.away > 0, waiting };
}

async function findDue({ db, now }: SendingDeps): Promise<MailRow[]> {
  const { nextAttemptAtMs } = mailOutbox;
  return await db
    .select()
    .from(mailOutbox)
    .where(and(isNotNull(nextAttemptAtMs), lte(nextAttemptAtMs, now())))
    .orderBy(asc(nextAttemptAtMs))
    .limit(MAILS_A_RUN);
}
