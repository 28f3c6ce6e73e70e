import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { completeSignIn } from '@sagopalgo/core/contracts/sign-in.ts';
import type { Deps } from '../../deps.ts';
import { invalidField } from '../../http/parse-call.ts';
import { saidIn, writeConsents } from '../consents.ts';
import { checkCredentials, lockAsChecked } from '../credentials.ts';
import { addProof } from '../email-proofs.ts';
import { beginSession } from '../sessions.ts';
import type { Browser, Session } from '../sessions.ts';
import { insertPerson, newRow } from '../sign-up.ts';
import { endAttempt } from './attempts.ts';
import type { AttemptRow } from './attempts.ts';
import { addLink, tellWay } from './links.ts';

type Returned = AttemptRow & { subject: string };
type Used = Pick<Deps, 'db' | 'now' | 'log' | 'settings' | 'hashing' | 'limits'>;

const NO_EMAIL = '이메일 주소를 적어 주세요.';

/**
 * Makes an account for whoever came back as nobody's. An address that the provider has verified is theirs; another is
 * what they say, and proven by a mail. Throws EMAIL_TAKEN, NICKNAME_TAKEN, CONSENT_OUTDATED, ALREADY_LINKED, and
 * SIGN_IN_INVALID where an account has come of it already.
 */
export async function completeReturn(
  deps: Used,
  attempt: Returned,
  { nickname, email: said, consents }: z.output<typeof completeSignIn.body>,
  browser: Browser,
): Promise<Session> {
  const { db, now, log } = deps;
  const { provider, subject, emailVerified } = attempt;
  const email = emailVerified ? attempt.email : said;
  if (email === null) throw invalidField('email', NO_EMAIL);
  const emailVerifiedAtMs = emailVerified ? now() : null;
  const user = newRow({ email, nickname, passwordHash: null, emailVerifiedAtMs }, now());
  const session = await db.transaction(async (tx) => {
    await endAttempt(tx, attempt, now());
    await insertPerson(tx, user);
    await addLink(tx, { provider, subject }, user.userId, now());
    await writeConsents(tx, deps, user.userId, saidIn(consents));
    if (!emailVerified) await addProof(tx, deps, user);
    return await beginSession(tx, user, browser, now());
  });
  log.info('user.signed-up', { userId: user.userId, provider });
  return session;
}

/**
 * Joins whoever came back to the account that has the address which the provider has verified: its password
 * proves that it is theirs. Throws WRONG_CREDENTIALS, ACCOUNT_BLOCKED, ALREADY_LINKED and SIGN_IN_INVALID.
 */
export async function joinReturn(
  deps: Used,
  attempt: Returned,
  { password, address }: { password: string; address: string },
  browser: Browser,
): Promise<Session> {
  const { db, now, log } = deps;
  const { provider, subject, email, emailVerified } = attempt;
  if (email === null || !emailVerified) throw new RefusalError('SIGN_IN_INVALID');
  const user = await checkCredentials(deps, { email, password }, address);
  const session = await db.transaction(async (tx) => {
    const checked = await lockAsChecked(tx, user);
    await endAttempt(tx, attempt, now());
    const isNew = await addLink(tx, { provider, subject }, user.userId, now());
    if (isNew) await tellWay(tx, deps, checked, { change: 'added', provider });
    return await beginSession(tx, checked, browser, now());
  });
  log.info('sign-in.joined', { userId: user.userId, provider });
  return session;
}
