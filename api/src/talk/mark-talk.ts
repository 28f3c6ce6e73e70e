import { and, eq, gt, ne, sql } from 'drizzle-orm';
import type { TalkAsked, TalkMarks } from '@sagopalgo/core/contracts/talk.ts';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { talkMarks, talkMessages, talkThreads } from '@sagopalgo/core/mysql/talk-schema.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import type { TalkParty } from './talk-party.ts';

type Told = Pick<TalkAsked<'mark'>, 'deliveredSeq' | 'readSeq'>;

/** How far somebody has come, and how many messages wait for them still; null where they have read no more. */
interface Marked {
  marks: TalkMarks;
  unread: number | null;
}

/** Notes how far somebody has come; returns that where it is further than before, else null. */
export async function markTalk(
  db: Db,
  { orderId, userId }: Pick<TalkParty, 'orderId' | 'userId'>,
  { deliveredSeq = 0, readSeq = 0 }: Told,
): Promise<Marked | null> {
  const before = await readMarks(db, { orderId, userId });
  if (deliveredSeq <= before.deliveredSeq && readSeq <= before.readSeq) return null;
  return await rowTransaction(db, async (tx) => {
    const [thread] = await tx
      .select({ lastSeq: talkThreads.lastSeq })
      .from(talkThreads)
      .where(eq(talkThreads.orderId, orderId))
      .for('update');
    if (!thread) return null;
    const standing = await readMarks(tx, { orderId, userId });
    const read = Math.max(standing.readSeq, Math.min(readSeq, thread.lastSeq));
    const told = Math.min(Math.max(deliveredSeq, read), thread.lastSeq);
    const marks = { deliveredSeq: Math.max(standing.deliveredSeq, told), readSeq: read };
    if (marks.deliveredSeq === standing.deliveredSeq && read === standing.readSeq) return null;
    const unread = await countUnread(tx, { orderId, userId }, read);
    await tx
      .insert(talkMarks)
      .values({ orderId, userId, ...marks, unread })
      .onDuplicateKeyUpdate({ set: { ...marks, unread } });
    return { marks, unread: read > standing.readSeq ? unread : null };
  });
}

async function readMarks(
  db: Db | Tx,
  { orderId, userId }: { orderId: string; userId: string },
): Promise<TalkMarks> {
  const { deliveredSeq, readSeq } = talkMarks;
  const [row] = await db
    .select({ deliveredSeq, readSeq })
    .from(talkMarks)
    .where(and(eq(talkMarks.orderId, orderId), eq(talkMarks.userId, userId)));
  return row ?? { deliveredSeq: 0, readSeq: 0 };
}

async function countUnread(
  tx: Tx,
  { orderId, userId }: { orderId: string; userId: string },
  readSeq: number,
): Promise<number> {
  const [row] = await tx
    .select({ unread: sql<number>`COUNT(*)`.mapWith(Number) })
    .from(talkMessages)
    .where(
      and(
        eq(talkMessages.orderId, orderId),
        gt(talkMessages.seq, readSeq),
        ne(talkMessages.senderId, userId),
      ),
    );
  return row?.unread ?? 0;
}
