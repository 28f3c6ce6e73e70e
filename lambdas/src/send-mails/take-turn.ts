import { and, asc, eq, isNotNull, lte } from 'drizzle-orm';
import { mailOutbox, mailTurns } from '@sagopalgo/core/mysql/mail-schema.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { deliverMail, TAKEN_FOR_MS } from './deliver-mail.ts';
import type { MailOutcome, SendingDeps } from './deliver-mail.ts';

/** Whoever has more waits for the others once more. */
export const MAILS_A_TURN = 20;

export type MailTurn = typeof mailTurns.$inferSelect;

/**
 * Sends what waits in a turn, in order, as long as `goesOn`: what cannot be sent for now holds up what comes after it
 * until it was sent or given up, which it is within a day. A turn is taken up by one sender alone; should a second one
 * come, it finds the first mail taken up as well, and goes. Returns what became of the mails.
 */
export async function takeTurn(
  deps: SendingDeps,
  turn: MailTurn,
  goesOn: () => boolean,
): Promise<MailOutcome[]> {
  const outcomes: MailOutcome[] = [];
  if (!(await takeUp(deps, turn))) return outcomes;
  for (const mail of await findWaiting(deps, turn, MAILS_A_TURN)) {
    if (!goesOn() || mail.nextAttemptAtMs > deps.now()) break;
    const outcome = await deliverMail(deps, mail);
    if (outcome !== null) outcomes.push(outcome);
    if (outcome === null || outcome === 'later' || outcome === 'away') break;
  }
  await letGo(deps, turn);
  return outcomes;
}

async function takeUp({ db, now }: SendingDeps, turn: MailTurn): Promise<boolean> {
  const { turnKey, nextTurnAtMs } = mailTurns;
  const isAsRead = and(eq(turnKey, turn.turnKey), eq(nextTurnAtMs, turn.nextTurnAtMs));
  const [taken] = await db
    .update(mailTurns)
    .set({ nextTurnAtMs: now() + TAKEN_FOR_MS })
    .where(and(isAsRead, lte(nextTurnAtMs, now())));
  return taken.affectedRows === 1;
}

async function findWaiting(
  { db }: Pick<SendingDeps, 'db'>,
  { turnKey }: MailTurn,
  mailsMax: number,
) {
  const rows = await db
    .select()
    .from(mailOutbox)
    .where(and(eq(mailOutbox.turnKey, turnKey), isNotNull(mailOutbox.nextAttemptAtMs)))
    .orderBy(asc(mailOutbox.number))
    .limit(mailsMax);
  return rows.map((row) => ({ ...row, nextAttemptAtMs: Number(row.nextAttemptAtMs) }));
}

// Whoever puts a mail holds the turn until the mail is in the record, so none is left behind without a turn.
async function letGo({ db, now }: SendingDeps, turn: MailTurn): Promise<void> {
  const isIt = eq(mailTurns.turnKey, turn.turnKey);
  await rowTransaction(db, async (tx) => {
    await tx.select().from(mailTurns).where(isIt).for('update');
    const [first] = await findWaiting({ db: tx }, turn, 1);
    if (!first) {
      await tx.delete(mailTurns).where(isIt);
      return;
    }
    // By that it comes after all who have waited until now.
    const nextTurnAtMs = Math.max(first.nextAttemptAtMs, now());
    await tx.update(mailTurns).set({ nextTurnAtMs }).where(isIt);
  });
}
