import { desc, eq } from 'drizzle-orm';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import type { Deps } from '../deps.ts';

/** The token of the link that was last promised to somebody, as the mail that waits to be sent says it. */
export async function tokenSentTo({ db }: Pick<Deps, 'db'>, userId: string): Promise<string> {
  const [mail] = await db
    .select()
    .from(mailOutbox)
    .where(eq(mailOutbox.userId, userId))
    .orderBy(desc(mailOutbox.createdAtMs))
    .limit(1);
  const token = /#token=([\w-]+)/.exec(mail?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`no link waits to be sent to ${userId}`);
  return token;
}
