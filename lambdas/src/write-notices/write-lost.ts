import { and, asc, eq, gt, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { noticeMarks, notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { putNotices } from '@sagopalgo/core/notices/put-notice.ts';
import type { Connections } from '../connections.ts';

const AUCTIONS_A_RUN = 200;
const PEOPLE_A_BATCH = 500;
const BATCHES_MAX = 1_000;

type Used = Pick<Connections, 'db' | 'now'>;
type Mark = typeof noticeMarks.$inferSelect;

/**
 * Tells everybody who bid on an auction that has ended, and did not win it. Batch by batch, each with the place that it
 * came to, so that a run which was cut off is gone on with. Returns how many were told.
 */
export async function writeLost(connections: Used, peopleABatch = PEOPLE_A_BATCH): Promise<number> {
  const { auctionId, endedAtMs } = noticeMarks;
  const ended = await connections.db
    .select({ auctionId })
    .from(noticeMarks)
    .where(isNotNull(endedAtMs))
    .orderBy(asc(endedAtMs))
    .limit(AUCTIONS_A_RUN);
  let told = 0;
  for (const row of ended) told += await tellBidders(connections, row.auctionId, peopleABatch);
  return told;
}

async function tellBidders({ db, now }: Used, auctionId: string, people: number): Promise<number> {
  let told = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const found = await db.transaction((tx) => tellSome(tx, auctionId, people, now()), {
      isolationLevel: 'read committed',
    });
    told += found;
    if (found < people) return told;
  }
  throw new Error(`the bidders of auction ${auctionId} did not end in ${BATCHES_MAX} batches`);
}

async function tellSome(tx: Tx, auctionId: string, people: number, nowMs: number): Promise<number> {
  const [mark] = await tx
    .select()
    .from(noticeMarks)
    .where(and(eq(noticeMarks.auctionId, auctionId), isNotNull(noticeMarks.endedAtMs)))
    .for('update', { skipLocked: true });
  if (!mark) return 0;
  const { outcome, amountKrw, winnerId } = await resultOf(tx, mark);
  const rows = await tx
    .selectDistinct({ userId: bids.bidderId })
    .from(bids)
    .where(
      and(
        ...[eq(bids.auctionId, auctionId), gt(bids.bidderId, mark.lostTo)],
        winnerId === null ? undefined : ne(bids.bidderId, winnerId),
      ),
    )
    .orderBy(asc(bids.bidderId))
    .limit(people);
  const userIds = rows.map(({ userId }) => userId);
  const detail = { outcome, ...(amountKrw !== null && { amountKrw }) };
  const lost = { kind: 'lost' as const, causeKey: auctionId, auctionId, detail };
  await putNotices(
    tx,
    userIds.map((userId) => ({ userId, ...lost })),
    nowMs,
  );
  await putAwayOutbid(tx, auctionId, userIds, nowMs);
  const place = userIds.length < people ? { endedAtMs: null } : { lostTo: userIds.at(-1) };
  await tx.update(noticeMarks).set(place).where(eq(noticeMarks.auctionId, auctionId));
  return userIds.length;
}

async function resultOf(tx: Tx, { auctionId, outcome }: Mark) {
  const { priceKrw, leaderId } = auctions;
  const [row] = await tx
    .select({ priceKrw, leaderId })
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId));
  const isSold = outcome === 'sold';
  return {
    outcome: outcome ?? 'unsold',
    amountKrw: isSold ? (row?.priceKrw ?? null) : null,
    winnerId: isSold ? (row?.leaderId ?? null) : null,
  };
}

// Nobody can bid again.
async function putAwayOutbid(
  tx: Tx,
  auctionId: string,
  userIds: readonly string[],
  nowMs: number,
): Promise<void> {
  if (userIds.length === 0) return;
  await tx
    .update(notices)
    .set({ readAtMs: nowMs })
    .where(
      and(
        ...[inArray(notices.userId, [...userIds]), eq(notices.kind, 'outbid')],
        ...[eq(notices.auctionId, auctionId), isNull(notices.readAtMs)],
      ),
    );
}
