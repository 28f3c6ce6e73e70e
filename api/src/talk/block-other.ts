import { and, eq } from 'drizzle-orm';
import { talkBlocks } from '@sagopalgo/core/mysql/talk-schema.ts';
import type { Deps } from '../deps.ts';
import { findParty } from './talk-party.ts';

type Used = Pick<Deps, 'db' | 'now' | 'log'>;

/** Somebody, and the talk in which they block the other side, or let it write again. */
interface Blocking {
  orderId: string;
  userId: string;
}

/** Blocks the other side of a talk; false where it was blocked before. Throws ORDER_NOT_FOUND. */
export async function block(
  { db, now, log }: Used,
  { orderId, userId }: Blocking,
): Promise<boolean> {
  const { otherId } = await findParty(db, { orderId, userId });
  const row = { blockerId: userId, blockedId: otherId, createdAtMs: now() };
  const [added] = await db.insert(talkBlocks).ignore().values(row);
  if (added.affectedRows === 0) return false;
  log.info('talk.blocked', { orderId, blockerId: userId, blockedId: otherId });
  return true;
}

/** Lets the other side write again; false where it might. Throws ORDER_NOT_FOUND. */
export async function unblock({ db, log }: Used, { orderId, userId }: Blocking): Promise<boolean> {
  const { otherId } = await findParty(db, { orderId, userId });
  const { blockerId, blockedId } = talkBlocks;
  const [removed] = await db
    .delete(talkBlocks)
    .where(and(eq(blockerId, userId), eq(blockedId, otherId)));
  if (removed.affectedRows === 0) return false;
  log.info('talk.unblocked', { orderId, blockerId: userId, blockedId: otherId });
  return true;
}
