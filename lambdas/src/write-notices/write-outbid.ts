import { and, asc, desc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { noticeMarks, outbidMarks } from '@sagopalgo/core/mysql/notice-schema.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { isUnsettled, UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { Connections } from '../connections.ts';
import { tellFewerUnread } from '../tell-unread.ts';
import { tryEvery } from '../try-every.ts';
import { overtakings } from './overtakings.ts';
import { putAway, tellOutbid } from './tell-outbid.ts';

const AUCTIONS_A_RUN = 500;
const BIDS_A_BATCH = 1_000;
const BATCHES_MAX = 100;
/** What bids and payments need of the pool goes before what is told of them. */
const AT_ONCE = 1;

type Used = Pick<Connections, 'db' | 'redis' | 'log' | 'now'>;
type Auction = typeof auctions.$inferSelect;
/** What was seen to in one transaction. */
interface Step {
  /** How many were told. */
  told: number;
  isMore: boolean;
  /** Up to where it was seen to; null where it was not. */
  seq: number | null;
  /** Who have fewer unread notices than before. */
  relieved: readonly string[];
}

const NOTHING: Step = { told: 0, isMore: false, seq: null, relieved: [] };

/**
 * Tells whoever was overtaken since the last run and does not lead now, from the bids as they are recorded: no bid
 * waits for it, and no closing, as it holds rows of its own alone. The auctions that nobody has seen to for longest
 * come first, and one that fails holds up none of the others. Whoever leads again and is here is told how many are
 * unread then. Returns how many were told.
 */
export async function writeOutbid(
  connections: Used,
  { auctionsARun = AUCTIONS_A_RUN } = {},
): Promise<number> {
  const behind = await findBehind(connections, auctionsARun);
  const relieved = new Set<string>();
  try {
    const told = await tryEvery(
      behind,
      (auctionId) => follow(connections, auctionId, relieved),
      AT_ONCE,
    );
    return told.reduce((sum, people) => sum + people, 0);
  } finally {
    await tellFewerUnread(connections, relieved);
  }
}

async function findBehind(
  { db, now }: Pick<Used, 'db' | 'now'>,
  auctionsMax: number,
): Promise<string[]> {
  const { auctionId, state, opensAtMs, recordedSeq, bidCount } = auctions;
  const { seq, seenAtMs } = outbidMarks;
  const rows = await db
    .select({ auctionId, seq })
    .from(auctions)
    .leftJoin(outbidMarks, eq(outbidMarks.auctionId, auctionId))
    .where(
      and(
        ...[inArray(state, UNSETTLED_STATES), lte(opensAtMs, now()), gt(bidCount, 0)],
        ...[gt(recordedSeq, 0), or(isNull(seq), gt(recordedSeq, seq))],
      ),
    )
    // An auction of which nobody has been told has no mark, which comes before all numbers.
    .orderBy(asc(seenAtMs), asc(auctionId))
    .limit(auctionsMax);
  const unmarked = rows
    .filter((row) => row.seq === null)
    .map((row) => ({ auctionId: row.auctionId }));
  if (unmarked.length > 0) {
    // Ahead of the work and committed at once, as nobody can make a mark that somebody holds.
    await db
      .insert(outbidMarks)
      .values(unmarked)
      .onDuplicateKeyUpdate({ set: { auctionId: sql`${outbidMarks.auctionId}` } });
  }
  return rows.map((row) => row.auctionId);
}

async function follow(
  connections: Used,
  auctionId: string,
  relieved: Set<string>,
): Promise<number> {
  let told = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const step = await rowTransaction(connections.db, (tx) =>
      followSome(connections, tx, auctionId),
    );
    for (const userId of step.relieved) relieved.add(userId);
    if (step.seq !== null) await tellVersionBefore(connections, auctionId, step.seq);
    told += step.told;
    if (!step.isMore) return told;
  }
  throw new Error(`the bids of auction ${auctionId} did not end in ${BATCHES_MAX} batches`);
}

// That these bids were seen to is written with the notices that they are the cause of, or not at all.
async function followSome({ now }: Used, tx: Tx, auctionId: string): Promise<Step> {
  const mark = await lockMark(tx, auctionId);
  const [auction] = await tx.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  // Once it is settled they read that they have lost, and what they were told before is put away.
  if (mark === null || !auction || !isUnsettled(auction.state)) return NOTHING;
  const { led, fresh } = await readBids(tx, auctionId, mark);
  const { overtaken, leaderId } = overtakings(led, fresh);
  const last = fresh.at(-1);
  const news = { auctionId, amountKrw: last?.priceKrw ?? 0, closesAtMs: auction.closesAtMs };
  for (const each of overtaken) await tellOutbid(tx, { ...news, ...each }, now());
  const relieved = leaderId === null ? [] : await putAway(tx, auctionId, [leaderId], now());
  const isMore = fresh.length === BIDS_A_BATCH;
  const seq = isMore && last ? last.seq : lastSeen(auction, last);
  await tx
    .update(outbidMarks)
    .set({ seq, seenAtMs: now() })
    .where(eq(outbidMarks.auctionId, auctionId));
  return { told: overtaken.length, isMore, seq, relieved };
}

/**
 * Up to which seq it was seen to, be it by the version before, which may run beside this one; null while somebody else
 * does so, or where it is over.
 */
async function lockMark(tx: Tx, auctionId: string): Promise<number | null> {
  const [mark] = await tx
    .select({ seq: outbidMarks.seq })
    .from(outbidMarks)
    .where(eq(outbidMarks.auctionId, auctionId))
    .for('update', { skipLocked: true });
  if (!mark) return null;
  // Read without a lock, as a closing may be about to write there.
  const [before] = await tx
    .select({ seq: noticeMarks.outbidSeq })
    .from(noticeMarks)
    .where(eq(noticeMarks.auctionId, auctionId));
  return Math.max(mark.seq, before?.seq ?? 0);
}

// By itself and after the commit, so that a row which closings write is held no longer than that.
async function tellVersionBefore(
  { db }: Used,
  auctionId: string,
  outbidSeq: number,
): Promise<void> {
  const furthest = sql`greatest(${noticeMarks.outbidSeq}, values(outbid_seq))`;
  await db
    .insert(noticeMarks)
    .values({ auctionId, outbidSeq })
    .onDuplicateKeyUpdate({ set: { outbidSeq: furthest } });
}

/** Who led up to the mark, and the visible bids after it. */
async function readBids(tx: Tx, auctionId: string, mark: number) {
  const { seq, raise, leaderId, priceKrw } = bids;
  const isHere = eq(bids.auctionId, auctionId);
  const [before] = await tx
    .select({ leaderId })
    .from(bids)
    .where(and(isHere, lte(seq, mark)))
    .orderBy(desc(seq), desc(raise))
    .limit(1);
  const fresh = await tx
    .select({ seq, leaderId, priceKrw })
    .from(bids)
    .where(and(isHere, gt(seq, mark), eq(raise, 0)))
    .orderBy(asc(seq))
    .limit(BIDS_A_BATCH);
  return { led: before?.leaderId ?? null, fresh };
}

function lastSeen({ recordedSeq }: Auction, last: { seq: number } | undefined): number {
  return Math.max(last?.seq ?? 0, recordedSeq);
}
