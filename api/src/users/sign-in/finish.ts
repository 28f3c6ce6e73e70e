import { and, eq, isNull } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../../deps.ts';
import { beginSession } from '../sessions.ts';
import type { Browser, Session } from '../sessions.ts';
import { endAttempt, keepProfile } from './attempts.ts';
import type { AttemptRow } from './attempts.ts';
import { addLink, findLinked, tellWay } from './links.ts';
import type { Profile } from './read-profile.ts';

type Used = Pick<Deps, 'db' | 'now' | 'log' | 'settings'>;

/** What a way back has come to. */
export type Returned =
  | { outcome: 'signed-in'; session: Session }
  | { outcome: 'linked' }
  | { outcome: 'new'; nickname: string | null; email: string | null; emailVerified: boolean }
  | { outcome: 'join'; email: string };

/**
 * Signs in whoever a provider's word is linked to, or links it to who is signed in. Anybody else is kept as
 * nobody's. An address joins no account by itself: one that the provider has verified is told to its owner, who
 * proves by the password that the account is theirs; another is taken for what somebody typed. Throws
 * SIGN_IN_INVALID, ALREADY_LINKED and ACCOUNT_BLOCKED.
 */
export async function settleReturn(
  deps: Used,
  attempt: AttemptRow,
  profile: Profile,
  { browser, callerId }: { browser: Browser; callerId: string | null },
): Promise<Returned> {
  const { provider, userId } = attempt;
  const link = { provider, subject: profile.subject };
  if (userId !== null) {
    // Signed out, or somebody else by now: the way was begun to link another account.
    if (callerId !== userId) throw new RefusalError('SIGN_IN_INVALID');
    await linkTo(deps, attempt, profile.subject, userId);
    return { outcome: 'linked' };
  }
  const user = await findLinked(deps.db, link);
  if (user) return { outcome: 'signed-in', session: await signIn(deps, attempt, user, browser) };
  await keepProfile(deps, attempt, profile);
  const { nickname, email, emailVerified } = profile;
  if (email !== null && emailVerified && (await isKnown(deps, email))) {
    return { outcome: 'join', email };
  }
  return { outcome: 'new', nickname, email, emailVerified };
}

async function linkTo(
  deps: Used,
  attempt: AttemptRow,
  subject: string,
  userId: string,
): Promise<void> {
  const { db, now, log } = deps;
  const { provider } = attempt;
  await db.transaction(async (tx) => {
    const self = and(eq(users.userId, userId), isNull(users.leftAtMs));
    const [user] = await tx.select().from(users).where(self).for('update');
    if (!user) throw new RefusalError('SIGN_IN_INVALID');
    await endAttempt(tx, attempt, now());
    const isNew = await addLink(tx, { provider, subject }, userId, now());
    if (isNew) await tellWay(tx, deps, user, { change: 'added', provider });
  });
  log.info('sign-in.linked', { userId, provider });
}

async function signIn(
  { db, now, log }: Used,
  attempt: AttemptRow,
  { userId }: typeof users.$inferSelect,
  browser: Browser,
): Promise<Session> {
  const session = await db.transaction(async (tx) => {
    const self = and(eq(users.userId, userId), isNull(users.leftAtMs));
    const [user] = await tx.select().from(users).where(self).for('update');
    if (!user) throw new RefusalError('SIGN_IN_INVALID');
    if (user.blockedAtMs !== null) throw new RefusalError('ACCOUNT_BLOCKED');
    await endAttempt(tx, attempt, now());
    return await beginSession(tx, user, browser, now());
  });
  log.info('user.logged-in', { userId, provider: attempt.provider });
  return session;
}

async function isKnown({ db }: Used, email: string): Promise<boolean> {
  return (await db.$count(users, eq(users.email, email))) > 0;
}
