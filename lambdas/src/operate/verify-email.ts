import { eq } from 'drizzle-orm';
import { takeBackProofs } from '@sagopalgo/core/mail/take-back-proofs.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { writeAction } from '@sagopalgo/core/operating/actions.ts';
import type { OperatorWord } from '@sagopalgo/core/operating/actions.ts';
import type { Connections } from '../connections.ts';
import { OperatorError } from '../record-bids/operator-actions.ts';

/**
 * Takes an address for its account's own, as an operator, where no mail gets through to it. Returns false
 * when it was verified before. Throws an OperatorError when nobody has it.
 */
export async function verifyEmailOf(
  { db, now }: Pick<Connections, 'db' | 'now'>,
  email: string,
  word: OperatorWord,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.email, email)).for('update');
    if (!user) throw new OperatorError(`Nobody has signed up with ${email}.`);
    if (user.emailVerifiedAtMs !== null) return false;
    const { userId } = user;
    const atMs = now();
    await tx.update(users).set({ emailVerifiedAtMs: atMs }).where(eq(users.userId, userId));
    // A link that is still open has nothing left to prove.
    await takeBackProofs(tx, userId);
    const action = { ...word, userId, action: 'verify-email' as const, detail: { email } };
    await writeAction(tx, { ...action, actedAtMs: atMs });
    return true;
  });
}
