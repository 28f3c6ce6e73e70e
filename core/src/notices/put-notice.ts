import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { notices } from '../mysql/notice-schema.ts';
import type { NoticeKind } from '../rules/notice-kinds.ts';
import type { NoticeDetail } from '../rules/notice-words.ts';

/** What somebody is to be told. */
export interface NewNotice {
  userId: string;
  kind: NoticeKind;
  /** Names the cause among those of its kind, at most 100 characters: the same again is told once. */
  causeKey: string;
  auctionId?: string;
  orderId?: string;
  detail?: NoticeDetail;
  /** How many causes it stands for; one, unless said. */
  count?: number;
  /** From when on it may ring; at once, unless said. */
  ringAtMs?: number;
}

/**
 * Tells people, in the transaction that is the cause: once it has committed, each notice stands in its person's centre,
 * and hand-out-notices tells it on their streams, by mail and by push as they chose. A cause that is tried again, or
 * comes twice, tells nobody twice.
 */
export async function putNotices(tx: Tx, told: readonly NewNotice[], nowMs: number): Promise<void> {
  if (told.length === 0) return;
  await tx
    .insert(notices)
    .values(told.map((notice) => rowOf(notice, nowMs)))
    // Which one it was that stood there first says nothing that anybody needs.
    .onDuplicateKeyUpdate({ set: { noticeId: sql`${notices.noticeId}` } });
}

/** The same for one notice. */
export async function putNotice(tx: Tx, notice: NewNotice, nowMs: number): Promise<void> {
  await putNotices(tx, [notice], nowMs);
}

function rowOf(notice: NewNotice, nowMs: number): typeof notices.$inferInsert {
  const { userId, kind, causeKey, auctionId = null, orderId = null } = notice;
  const { detail = {}, count = 1, ringAtMs = null } = notice;
  return {
    ...{ noticeId: randomUUID(), userId, kind, causeKey, detail },
    ...{ auctionId, orderId, count, ringAtMs },
    ...{ createdAtMs: nowMs, happenedAtMs: nowMs, handOutAtMs: nowMs },
  };
}
