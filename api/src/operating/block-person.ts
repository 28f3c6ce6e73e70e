import { eq } from 'drizzle-orm';
import { endSessionsOfPerson } from '@sagopalgo/core/accounts/end-sessions.ts';
import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { writeAction } from '@sagopalgo/core/operating/actions.ts';
import type { Deps } from '../deps.ts';
import { tellEndedEverywhere } from '../http/ended-families.ts';
import type { Asked } from './ask-keeper.ts';
import { readActionEntry } from './find-audit.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'blocked' | 'spentTokens'>;

/**
 * Shuts an account: every signing-in of it ends, and no other begins. What they have bid and listed stands, as
 * others have bid against it and on it. Throws NOT_FOUND, IS_OPERATOR and ALREADY_SO.
 */
export async function block(used: Used, userId: string, asked: Asked): Promise<AuditEntry> {
  const { db, now, blocked } = used;
  const { actionId, ended } = await db.transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (user.role === 'ADMIN') throw new RefusalError('IS_OPERATOR');
    if (user.blockedAtMs !== null) throw new RefusalError('ALREADY_SO');
    await tx.update(users).set({ blockedAtMs: now() }).where(eq(users.userId, userId));
    return {
      ended: await endSessionsOfPerson(tx, { userId, exceptFamilyId: null }, now()),
      actionId: await write(tx, used, { userId, action: 'block' }, asked),
    };
  });
  await blocked.look();
  await tellEndedEverywhere(used, ended);
  return await readActionEntry(db, actionId);
}

/** Opens an account again; whoever has it signs in anew. Throws NOT_FOUND and ALREADY_SO. */
export async function unblock(used: Used, userId: string, asked: Asked): Promise<AuditEntry> {
  const { db, blocked } = used;
  const actionId = await db.transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (user.blockedAtMs === null) throw new RefusalError('ALREADY_SO');
    await tx.update(users).set({ blockedAtMs: null }).where(eq(users.userId, userId));
    return await write(tx, used, { userId, action: 'unblock' }, asked);
  });
  await blocked.look();
  return await readActionEntry(db, actionId);
}

async function lockUser(tx: Tx, userId: string): Promise<typeof users.$inferSelect> {
  const [user] = await tx.select().from(users).where(eq(users.userId, userId)).for('update');
  if (!user) throw new RefusalError('NOT_FOUND');
  return user;
}

async function write(
  tx: Tx,
  { log, now }: Used,
  { userId, action }: { userId: string; action: 'block' | 'unblock' },
  { operator: { userId: operatorId, nickname }, reason }: Asked,
): Promise<string> {
  log.info(`user.${action}`, { operatorId, userId });
  const word = { operator: nickname, operatorId, reason };
  return await writeAction(tx, { ...word, action, userId, detail: {}, actedAtMs: now() });
}
