import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { TalkAsked, TalkMessage } from '@sagopalgo/core/contracts/talk.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { talkMarks, talkMessages, talkThreads } from '@sagopalgo/core/mysql/talk-schema.ts';
import { retryDeadlocks } from '@sagopalgo/core/mysql/retry-deadlocks.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { talkUntilMs } from '@sagopalgo/core/rules/talk-times.ts';
import type { Deps } from '../deps.ts';
import { messageView, selectMessages } from './message-view.ts';
import { findBlock, findParty } from './talk-party.ts';
import type { TalkParty } from './talk-party.ts';

type Used = Pick<Deps, 'db' | 'now' | 'settings'>;
type Sent = TalkAsked<'send'>;
type Row = typeof talkMessages.$inferSelect;

/** Of a talk so many messages wait for one of its sides. */
interface Waiting {
  userId: string;
  unread: number;
}

/**
 * Keeps a message: it is in the record when this resolves. The same again is the one that is there, whatever
 * has become of the talk since. `waiting` is how many now wait for whom; null where nothing is new. Throws
 * ORDER_NOT_FOUND, TALK_CLOSED, TALK_BLOCKED, MESSAGE_ID_REUSED and IMAGE_NOT_READY.
 */
export async function storeMessage(
  used: Used,
  userId: string,
  sent: Sent,
): Promise<{ message: TalkMessage; waiting: Waiting | null }> {
  return await retryDeadlocks(() =>
    rowTransaction(used.db, (tx) => storeIn(tx, used, userId, sent)),
  );
}

async function storeIn(tx: Tx, { now, settings }: Used, userId: string, sent: Sent) {
  const { orderId } = sent;
  const party = await findParty(tx, { orderId, userId });
  const lastSeq = await lockThread(tx, orderId);
  const known = await findSent(tx, userId, sent);
  if (known && !isSame(known, sent)) throw new RefusalError('MESSAGE_ID_REUSED');
  const row = known ?? (await add(tx, party, { sent, seq: lastSeq + 1, nowMs: now() }));
  const [pictured] = await selectMessages(tx).where(
    and(eq(talkMessages.orderId, orderId), eq(talkMessages.seq, row.seq)),
  );
  if (!pictured) throw new Error(`message ${row.seq} of order ${orderId} is not there`);
  const { imagesBaseUrl } = settings;
  const message = messageView(pictured, { buyerId: party.buyerId, imagesBaseUrl });
  return { message, waiting: known ? null : await readWaiting(tx, orderId, party.otherId) };
}

async function readWaiting(tx: Tx, orderId: string, userId: string): Promise<Waiting> {
  const [mark] = await tx
    .select({ unread: talkMarks.unread })
    .from(talkMarks)
    .where(and(eq(talkMarks.orderId, orderId), eq(talkMarks.userId, userId)));
  return { userId, unread: mark?.unread ?? 0 };
}

// The first message of a talk makes the row; from then on everybody who adds one waits for it.
async function lockThread(tx: Tx, orderId: string): Promise<number> {
  await tx.insert(talkThreads).values({ orderId }).onDuplicateKeyUpdate({ set: { orderId } });
  const [thread] = await tx
    .select({ lastSeq: talkThreads.lastSeq })
    .from(talkThreads)
    .where(eq(talkThreads.orderId, orderId))
    .for('update');
  if (!thread) throw new Error(`no thread of order ${orderId}`);
  return thread.lastSeq;
}

async function findSent(
  tx: Tx,
  userId: string,
  { orderId, messageId }: Sent,
): Promise<Row | undefined> {
  const [known] = await tx
    .select()
    .from(talkMessages)
    .where(
      and(
        eq(talkMessages.orderId, orderId),
        eq(talkMessages.senderId, userId),
        eq(talkMessages.messageId, messageId),
      ),
    );
  return known;
}

function isSame(known: Row, { text, imageId }: Sent): boolean {
  return known.text === (text ?? null) && known.imageId === (imageId ?? null);
}

async function add(
  tx: Tx,
  party: TalkParty,
  { sent, seq, nowMs }: { sent: Sent; seq: number; nowMs: number },
): Promise<Pick<Row, 'seq'>> {
  await checkMayWrite(tx, party, nowMs);
  const { orderId, messageId } = sent;
  const [text, imageId] = [sent.text ?? null, sent.imageId ?? null];
  if (imageId !== null) await takePicture(tx, party, imageId);
  const row = { orderId, seq, messageId, senderId: party.userId, text, imageId, sentAtMs: nowMs };
  await tx.insert(talkMessages).values(row);
  await tx.update(talkThreads).set({ lastSeq: seq }).where(eq(talkThreads.orderId, orderId));
  await tx
    .insert(talkMarks)
    .values({ orderId, userId: party.otherId, unread: 1 })
    .onDuplicateKeyUpdate({ set: { unread: sql`${talkMarks.unread} + 1` } });
  return row;
}

async function checkMayWrite(tx: Tx, party: TalkParty, nowMs: number): Promise<void> {
  const untilMs = talkUntilMs(party.order);
  if (untilMs !== null && untilMs <= nowMs) throw new RefusalError('TALK_CLOSED', { untilMs });
  const { isBlocked, blockedByMe } = await findBlock(tx, party);
  if (isBlocked) throw new RefusalError('TALK_BLOCKED', { blockedByMe });
}

// From then on it is this talk's: no auction can show it, nobody takes it back, and it is not purged.
async function takePicture(tx: Tx, { orderId, userId }: TalkParty, imageId: string): Promise<void> {
  const [taken] = await tx
    .update(images)
    .set({ talkOrderId: orderId, orphanedAtMs: null })
    .where(
      and(
        eq(images.imageId, imageId),
        eq(images.sellerId, userId),
        isNull(images.auctionId),
        isNull(images.talkOrderId),
        inArray(images.state, ['uploaded', 'ready']),
      ),
    );
  if (taken.affectedRows !== 1) throw new RefusalError('IMAGE_NOT_READY');
}
