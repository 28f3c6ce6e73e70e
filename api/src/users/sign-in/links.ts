import { and, eq } from 'drizzle-orm';
import { putWayMail } from '@sagopalgo/core/accounts/way-mail.ts';
import type { ChangedWay } from '@sagopalgo/core/accounts/way-mail.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { signInLinks } from '@sagopalgo/core/mysql/sign-in-schema.ts';
import { PROVIDER_NAMES } from '@sagopalgo/core/rules/sign-in-providers.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';
import type { Deps } from '../../deps.ts';
import { findSelf } from '../find-self.ts';
import { lockAsSeen } from '../lock-as-seen.ts';
import { publicOrigin } from '../public-origin.ts';

type UserRow = typeof users.$inferSelect;
type Link = Pick<typeof signInLinks.$inferSelect, 'provider' | 'subject'>;

/** Whose account somebody of a provider is, or null. */
export async function findLinked(
  db: Db | Tx,
  { provider, subject }: Link,
): Promise<UserRow | null> {
  const isIt = and(eq(signInLinks.provider, provider), eq(signInLinks.subject, subject));
  const [found] = await db
    .select({ user: users })
    .from(signInLinks)
    .innerJoin(users, eq(users.userId, signInLinks.userId))
    .where(isIt);
  return found?.user ?? null;
}

/**
 * Lets somebody sign in by a provider's word. Throws ALREADY_LINKED where that account there is another person's
 * here, or theirs has another one; the same once more changes nothing, and is answered with false.
 */
export async function addLink(tx: Tx, link: Link, userId: string, nowMs: number): Promise<boolean> {
  try {
    await tx.insert(signInLinks).values({ ...link, userId, linkedAtMs: nowMs });
    return true;
  } catch (error) {
    if (duplicateKeyOf(error) === null) throw error;
    const linked = await findLinked(tx, link);
    if (linked?.userId !== userId) throw new RefusalError('ALREADY_LINKED');
    return false;
  }
}

/** Tells somebody by mail that there is another way into their account, or one less. */
export async function tellWay(
  tx: Tx,
  deps: Pick<Deps, 'now' | 'settings'>,
  user: UserRow,
  way: Pick<ChangedWay, 'change' | 'provider'>,
): Promise<void> {
  await putWayMail(tx, user, { ...way, origin: publicOrigin(deps) }, deps.now());
}

/** By what somebody may sign in: what is offered, and what is linked. */
export async function findWays(deps: Pick<Deps, 'db' | 'providers'>, userId: string) {
  const { passwordHash } = await findSelf(deps, userId);
  const linked = await deps.db.select().from(signInLinks).where(eq(signInLinks.userId, userId));
  const linkOf = (name: ProviderName) => linked.find(({ provider }) => provider === name);
  const shown = PROVIDER_NAMES.filter((name) => deps.providers.has(name) || linkOf(name));
  return {
    hasPassword: passwordHash !== null,
    items: shown.map((provider) => ({
      provider,
      linkedAtMs: linkOf(provider)?.linkedAtMs ?? null,
    })),
  };
}

/**
 * Takes a provider's word no more, of an account as it was seen when its owner was proven. Throws LAST_WAY_IN where
 * nobody could sign in any more then, and WRONG_PASSWORD where there has been another password since.
 */
export async function removeLink(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'settings' | 'providers'>,
  seen: Pick<UserRow, 'userId' | 'passwordHash'>,
  provider: ProviderName,
): Promise<void> {
  const { userId } = seen;
  const isRemoved = await deps.db.transaction(async (tx) => {
    // Two that are taken away at once would each leave the other.
    const user = await lockAsSeen(tx, seen);
    const linked = await tx.select().from(signInLinks).where(eq(signInLinks.userId, userId));
    const isLinked = linked.some((link) => link.provider === provider);
    if (!isLinked) return false;
    // One by which nobody signs in here any more is no way in.
    const others = linked.filter((link) => link.provider !== provider);
    const isLast = !others.some((link) => deps.providers.has(link.provider));
    if (isLast && user.passwordHash === null) throw new RefusalError('LAST_WAY_IN');
    const isIt = and(eq(signInLinks.userId, userId), eq(signInLinks.provider, provider));
    await tx.delete(signInLinks).where(isIt);
    await tellWay(tx, deps, user, { change: 'removed', provider });
    return true;
  });
  if (isRemoved) deps.log.info('sign-in.unlinked', { userId, provider });
}
