import type { Tx } from '../mysql/connect.ts';
import type { MailKind } from '../mysql/mail-schema.ts';
import { putMail } from './outbox.ts';

/** Old news after that: whoever reads it then has long seen it on a page. */
const GOOD_FOR_MS = 3 * 86_400_000;

/** Whose account something happened to. */
export interface MailOwner {
  userId: string;
  email: string;
  emailVerifiedAtMs: number | null;
}

/**
 * Promises an account's owner word of what has been changed about it. It goes to an address that is proven: another may
 * be anybody's, whose mailbox is not to be filled in somebody's name.
 */
export async function putOwnerMail(
  tx: Tx,
  { userId, email, emailVerifiedAtMs }: MailOwner,
  mail: { kind: MailKind; subject: string; text: string; html: string },
  nowMs: number,
): Promise<void> {
  if (emailVerifiedAtMs === null) return;
  await putMail(tx, { ...mail, userId, recipient: email, goodUntilMs: nowMs + GOOD_FOR_MS }, nowMs);
}
