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
const AT_ONCE = 4;
/** What is left then is for the next run. */
export const RUN_FOR_MS = 15_000;
/** Mails that are sent by themselves come first, and however many they are, the others come too. */
const ALONE_FOR_MS = RUN_FOR_MS / 2;

/** What a run came to. */
export interface MailCounts {
  ended: Record<MailOutcome, number>;
  /** The mail server did not answer, so that the rest was left for later. */
  isAway: boolean;
  /** Mails still to be sent. */
  waiting: number;
}

/**
 * Sends the mails that are due: links by themselves, and of everything else what goes to one person one after the other,
 * in the order in which it was promised, and to different people side by side; those first who have waited longest. Each
 * is taken up by one sender alone, so any number of them may run at once; one that is killed in between is followed by
 * another after a while. That a mail server is away is no failure: everything waits until it is back.
 */
export async function sendMails(deps: SendingDeps): Promise<MailCounts> {
  const { db, now } = deps;
  const ended = { sent: 0, refused: 0, 'given-up': 0, later: 0, away: 0 };
  const note = (outcomes: readonly MailOutcome[]) => {
    for (const outcome of outcomes) ended[outcome] += 1;
  };
  await followResetAsks(deps);
  const startedAtMs = now();
  const goesOn = (forMs: number) => ended.away === 0 && now() < startedAtMs + forMs;
  const sendAlone = async (mail: MailRow) => {
    const outcome = goesOn(ALONE_FOR_MS) ? await deliverMail(deps, mail) : null;
    if (outcome !== null) note([outcome]);
  };
  const sendTurn = async (turn: MailTurn) => {
    const isOn = () => goesOn(RUN_FOR_MS);
    if (isOn()) note(await takeTurn(deps, turn, isOn));
  };
  await tryEvery(await findAlone(deps), sendAlone, AT_ONCE);
  await tryEvery(await findTurns(deps), sendTurn, AT_ONCE);
  const waiting = await db.$count(mailOutbox, isNotNull(mailOutbox.nextAttemptAtMs));
  return { ended, isAway: ended.away > 0, waiting };
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
