import { and, asc, desc, eq, gt, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { noticeMarks, notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { putNotice } from '@sagopalgo/core/notices/put-notice.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { Connections } from '../connections.ts';
import { overtakings } from './overtakings.ts';
import type { Overtaken } from './overtakings.ts';

const AUCTIONS_A_RUN = 500;
const BIDS_A_BATCH = 1_000;
const BATCHES_MAX = 100;
/** Whoever is outbid again so soon after is told by the same notice, even where it was read in between. */
const BURST_MS = 60_000;

type Used = Pick<Connections, 'db' | 'now'>;

/**
 * Tells whoever was overtaken since the last run and does not lead now, from the bids as they are recorded: no bid waits
 * for it. Of one auction a person has one unread notice at most, which the next bids change. Returns how many were told.
 */
export async function writeOutbid(connections: Used): Promise<number> {
  let told = 0;
  for (const auctionId of await findBehind(connections)) {
    told += await follow(connections, auctionId);
  }
  return told;
}

async function findBehind({ db, now }: Used): Promise<string[]> {
  const { auctionId, state, opensAtMs, recordedSeq, bidCount } = auctions;
  const rows = await db
    .select({ auctionId })
    .from(auctions)
    .leftJoin(noticeMarks, eq(noticeMarks.auctionId, auctionId))
    .where(
      and(
        ...[inArray(state, UNSETTLED_STATES), lte(opensAtMs, now()), gt(bidCount, 0)],
        gt(recordedSeq, sql`coalesce(${noticeMarks.outbidSeq}, 0)`),
      ),
    )
    .limit(AUCTIONS_A_RUN);
  return rows.map((row) => row.auctionId);
}

async function follow(connections: Used, auctionId: string): Promise<number> {
  let told = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const step = await connections.db.transaction((tx) => followSome(connections, tx, auctionId), {
      isolationLevel: 'read committed',
    });
    told += step.told;
    if (!step.isMore) return told;
  }
  throw new Error(`the bids of auction ${auctionId} did not end in ${BATCHES_MAX} batches`);
}

// That these bids were seen to is written with the notices that they are the cause of, or not at all.
async function followSome(
  { now }: Used,
  tx: Tx,
  auctionId: string,
): Promise<{ told: number; isMore: boolean }> {
  const mark = await lockMark(tx, auctionId);
  const [auction] = await tx.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (mark === null || !auction) return { told: 0, isMore: false };
  const [before] = await tx
    .select({ leaderId: bids.leaderId })
    .from(bids)
    .where(and(eq(bids.auctionId, auctionId), lte(bids.seq, mark)))
    .orderBy(desc(bids.seq), desc(bids.raise))
    .limit(1);
  const fresh = await tx
    .select({ seq: bids.seq, leaderId: bids.leaderId, priceKrw: bids.priceKrw })
    .from(bids)
    .where(and(eq(bids.auctionId, auctionId), gt(bids.seq, mark), eq(bids.raise, 0)))
    .orderBy(asc(bids.seq))
    .limit(BIDS_A_BATCH);
  const { overtaken, leaderId } = overtakings(before?.leaderId ?? null, fresh);
  const last = fresh.at(-1);
  const news = { auctionId, amountKrw: last?.priceKrw ?? 0, byMs: auction.closesAtMs };
  for (const each of overtaken) await tell(tx, { ...news, ...each }, now());
  if (leaderId !== null) await putAway(tx, auctionId, leaderId, now());
  const isMore = fresh.length === BIDS_A_BATCH;
  const outbidSeq = isMore && last ? last.seq : Math.max(last?.seq ?? 0, auction.recordedSeq);
  await tx.update(noticeMarks).set({ outbidSeq }).where(eq(noticeMarks.auctionId, auctionId));
  return { told: overtaken.length, isMore };
}

/** Up to which seq it was seen to; null while somebody else does so. */
async function lockMark(tx: Tx, auctionId: string): Promise<number | null> {
  await tx.insert(noticeMarks).values({ auctionId }).onDuplicateKeyUpdate({ set: { auctionId } });
  const [mark] = await tx
    .select({ outbidSeq: noticeMarks.outbidSeq })
    .from(noticeMarks)
    .where(eq(noticeMarks.auctionId, auctionId))
    .for('update', { skipLocked: true });
  return mark?.outbidSeq ?? null;
}

async function tell(
  tx: Tx,
  {
    auctionId,
    userId,
    seq,
    times,
    amountKrw,
    byMs,
  }: Overtaken & {
    auctionId: string;
    amountKrw: number;
    byMs: number;
  },
  nowMs: number,
): Promise<void> {
  const { number, count, happenedAtMs, readAtMs } = notices;
  const detail = { amountKrw, byMs };
  const [open] = await tx
    .select({ number })
    .from(notices)
    .where(
      and(ofPerson(userId, auctionId), or(isNull(readAtMs), gte(happenedAtMs, nowMs - BURST_MS))),
    )
    .orderBy(desc(number))
    .limit(1)
    .for('update');
  if (open) {
    const again = { detail, happenedAtMs: nowMs, readAtMs: null, handOutAtMs: nowMs };
    await tx
      .update(notices)
      .set({ ...again, count: sql`${count} + ${times}` })
      .where(eq(number, open.number));
    return;
  }
  const causeKey = `${auctionId}:${seq}`;
  await putNotice(tx, { userId, kind: 'outbid', causeKey, auctionId, detail }, nowMs);
}

// Whoever leads has nothing left to do about having been outbid.
async function putAway(tx: Tx, auctionId: string, userId: string, nowMs: number): Promise<void> {
  await tx
    .update(notices)
    .set({ readAtMs: nowMs })
    .where(and(ofPerson(userId, auctionId), isNull(notices.readAtMs)));
}

function ofPerson(userId: string, auctionId: string) {
  return and(
    ...[eq(notices.userId, userId), eq(notices.kind, 'outbid')],
    eq(notices.auctionId, auctionId),
  );
}
