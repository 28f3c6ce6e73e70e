import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { PASSWORD_RESET_MS } from '@sagopalgo/core/contracts/passwords.ts';
import { passwordResets } from '@sagopalgo/core/mysql/account-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import type { Deps } from '../deps.ts';
import { hashPassword } from '../users/password.ts';

/** What `givePassword` gives. */
export const KNOWN_PASSWORD = 'a good password';

/** Gives somebody a password that tests know. */
export async function givePassword({ db }: Pick<Deps, 'db'>, userId: string): Promise<void> {
  const passwordHash = await hashPassword(KNOWN_PASSWORD);
  await db.update(users).set({ passwordHash }).where(eq(users.userId, userId));
}

/** The token of a good link by which somebody may set a new password. */
export async function resetTokenOf({ db }: Pick<Deps, 'db'>, userId: string): Promise<string> {
  const [user] = await db.select().from(users).where(eq(users.userId, userId));
  if (!user) throw new Error('nobody is there');
  const token = randomUUID();
  await db.insert(passwordResets).values({
    ...{ tokenHash: sha256Hex(token), userId, email: user.email },
    ...{ createdAtMs: Date.now(), expiresAtMs: Date.now() + PASSWORD_RESET_MS },
  });
  return token;
}
