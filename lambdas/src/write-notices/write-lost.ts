import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { noticeMarks } from '@sagopalgo/core/mysql/notice-schema.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { putNotices } from '@sagopalgo/core/notices/put-notice.ts';
import type { Connections } from '../connections.ts';
import { biddersAfter } from './bidders-after.ts';

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
    const found = await rowTransaction(db, (tx) => tellSome(tx, auctionId, people, now()));
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
  const userIds = await biddersAfter(tx, auctionId, mark.lostTo, people, winnerId);
  const detail = { outcome, ...(amountKrw !== null && { amountKrw }) };
  const lost = { kind: 'lost' as const, causeKey: auctionId, auctionId, detail };
  await putNotices(
    tx,
    userIds.map((userId) => ({ userId, ...lost })),
    nowMs,
  );
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
