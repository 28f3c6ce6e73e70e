import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { emailProofs } from '../mysql/mail-schema.ts';
import { takeBackMails } from './outbox.ts';

/** Makes the links useless that prove somebody's address and were not used, sent or still to be sent. */
export async function takeBackProofs(tx: Tx, userId: string): Promise<void> {
  await tx
    .delete(emailProofs)
    .where(and(eq(emailProofs.userId, userId), isNull(emailProofs.usedAtMs)));
  await takeBackMails(tx, userId, 'email-proof');
}
