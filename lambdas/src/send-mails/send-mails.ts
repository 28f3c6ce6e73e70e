import { and, asc, isNotNull, isNull, lte } from 'drizzle-orm';
import { followResetAsks } from '@sagopalgo/core/accounts/follow-reset-asks.ts';
import { mailOutbox, mailTurns } from '@sagopalgo/core/mysql/mail-schema.ts';
import { tryEvery } from '../try-every.ts';
import { deliverMail } from './deliver-mail.ts';
import type { MailRow, MailOutcome, SendingDeps } from './deliver-mail.ts';
import { takeTurn } from './take-turn.ts';
import type { MailTurn } from './take-turn.ts';

const MAILS_A_RUN = 100;
const TURNS_A_RUN = 100;
/** Of links, and as many of turns. */
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
 * Sends the mails that are due: links by themselves, and of everything else what goes to one person one after the
 * other, in the order in which it was promised, and to different people side by side; those first who have waited
 * longest. Each is taken up by one sender alone, so any number of them may run at once; one that is killed in between
 * is followed by another after a while. That a mail server is away is no failure: everything waits until it is back.
 */
export async function sendMails(deps: SendingDeps): Promise<MailCounts> {
  await followResetAsks(deps);
  const [links, turns] = [laneOf(deps), laneOf(deps)];
  const lanes = await Promise.allSettled([
    tryEvery(await findAlone(deps), (mail) => sendLink(deps, mail, links), AT_ONCE),
    tryEvery(await findTurns(deps), (turn) => sendTurn(deps, turn, turns), AT_ONCE),
  ]);
  const failed = lanes.flatMap((lane) =>
    lane.status === 'rejected' ? [lane.reason as unknown] : [],
  );
  if (failed.length > 0) throw new AggregateError(failed, 'not all mails could be looked after');
  const ended = { sent: 0, refused: 0, 'given-up': 0, later: 0, away: 0 };
  for (const outcome of [...links.outcomes, ...turns.outcomes]) ended[outcome] += 1;
  const waiting = await deps.db.$count(mailOutbox, isNotNull(mailOutbox.nextAttemptAtMs));
  return { ended, isAway: ended.away > 0, waiting };
}

/** Links and turns go on beside each other: what holds up the one says nothing of the other. */
interface Lane {
  outcomes: MailOutcome[];
  goesOn: () => boolean;
}

function laneOf({ now }: SendingDeps): Lane {
  const outcomes: MailOutcome[] = [];
  const untilMs = now() + RUN_FOR_MS;
  return { outcomes, goesOn: () => !outcomes.includes('away') && now() < untilMs };
}

async function sendLink(deps: SendingDeps, mail: MailRow, lane: Lane): Promise<void> {
  const outcome = lane.goesOn() ? await deliverMail(deps, mail) : null;
  if (outcome !== null) lane.outcomes.push(outcome);
}

async function sendTurn(deps: SendingDeps, turn: MailTurn, lane: Lane): Promise<void> {
  if (lane.goesOn()) lane.outcomes.push(...(await takeTurn(deps, turn, lane.goesOn)));
}

async function findAlone({ db, now }: SendingDeps): Promise<MailRow[]> {
  const { turnKey, nextAttemptAtMs } = mailOutbox;
  return await db
    .select()
    .from(mailOutbox)
    .where(and(isNull(turnKey), lte(nextAttemptAtMs, now())))
    .orderBy(asc(nextAttemptAtMs))
    .limit(MAILS_A_RUN);
}

async function findTurns({ db, now }: SendingDeps): Promise<MailTurn[]> {
  const { nextTurnAtMs } = mailTurns;
  return await db
    .select()
    .from(mailTurns)
    .where(lte(nextTurnAtMs, now()))
    .orderBy(asc(nextTurnAtMs))
    .limit(TURNS_A_RUN);
}
