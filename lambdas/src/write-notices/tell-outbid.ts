import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { putNotice } from '@sagopalgo/core/notices/put-notice.ts';
import type { Overtaken } from './overtakings.ts';

/** Whoever was outbid in the same auction so lately has just been told: what comes now is of one burst. */
const BURST_MS = 60_000;
/** So long a burst is gathered until it rings again; half of what is left until the closing where that is less. */
const GATHER_MS = 30_000;

/** An overtaking as it is told. */
type OutbidNews = Overtaken & { auctionId: string; amountKrw: number; closesAtMs: number };
type Notice = typeof notices.$inferSelect;

/**
 * Tells somebody that they were outbid, once for each time that they had bid anew: nobody is overtaken twice without.
 * The first time rings at once. Whatever comes within a minute of the last time is a burst: it stands in the centre at
 * once, as one notice with all that follows, and rings half a minute later (sooner just before the closing), unless its
 * person leads again by then or has read it. So nobody who has put their telephone away believes that they lead, and a
 * bidding war rings twice a minute. One notice of an auction is unread at most.
 */
export async function tellOutbid(tx: Tx, news: OutbidNews, nowMs: number): Promise<void> {
  const { auctionId, userId, seq, times, amountKrw, closesAtMs } = news;
  const { number, count } = notices;
  const detail = { amountKrw, byMs: closesAtMs };
  const causeKey = `${auctionId}:${seq}`;
  const last = await lockLast(tx, auctionId, userId);
  // It was told by whoever does not know of the mark that this was read after.
  if (last?.causeKey === causeKey) return;
  if (last && last.handOutAtMs !== null) {
    const again = { detail, happenedAtMs: nowMs, readAtMs: null, handOutAtMs: nowMs };
    await tx
      .update(notices)
      .set({ ...again, count: sql`${count} + ${times}` })
      .where(eq(number, last.number));
    return;
  }
  const outbid = { userId, kind: 'outbid' as const, causeKey, auctionId };
  const ringAtMs = ringsAtMs(last, closesAtMs, nowMs);
  await putNotice(tx, { ...outbid, detail, count: times, ringAtMs }, nowMs);
  if (last) await putAwayBefore(tx, outbid, nowMs);
}

/**
 * Whoever leads, or can bid no more, has nothing left to do about having been outbid. Returns those who had an unread
 * notice of it: they have fewer of them once it is committed.
 */
export async function putAway(
  tx: Tx,
  auctionId: string,
  userIds: readonly string[],
  nowMs: number,
): Promise<string[]> {
  const { number, userId, readAtMs } = notices;
  const unread = await tx
    .select({ number, userId })
    .from(notices)
    .where(and(ofPeople(auctionId, userIds), isNull(readAtMs)))
    .for('update');
  if (unread.length === 0) return [];
  const numbers = unread.map((row) => row.number);
  await tx.update(notices).set({ readAtMs: nowMs }).where(inArray(number, numbers));
  return unread.map((row) => row.userId);
}

// Before the notice of this cause, and not before the last one: of a cause that was told long ago nothing was added.
async function putAwayBefore(
  tx: Tx,
  { auctionId, userId, causeKey }: Pick<Notice, 'userId' | 'causeKey'> & { auctionId: string },
  nowMs: number,
): Promise<void> {
  const { number, readAtMs } = notices;
  const ofPerson = ofPeople(auctionId, [userId]);
  const [told] = await tx
    .select({ number })
    .from(notices)
    .where(and(ofPerson, eq(notices.causeKey, causeKey)));
  if (!told) throw new Error(`nobody was told of ${causeKey}`);
  await tx
    .update(notices)
    .set({ readAtMs: nowMs })
    .where(and(ofPerson, isNull(readAtMs), lt(number, told.number)));
}

async function lockLast(tx: Tx, auctionId: string, userId: string): Promise<Notice | undefined> {
  const [last] = await tx
    .select()
    .from(notices)
    .where(ofPeople(auctionId, [userId]))
    .orderBy(desc(notices.number))
    .limit(1)
    .for('update');
  return last;
}

function ringsAtMs(last: Notice | undefined, closesAtMs: number, nowMs: number): number {
  if (!last || last.happenedAtMs < nowMs - BURST_MS) return nowMs;
  const leftMs = Math.max(0, closesAtMs - nowMs);
  return nowMs + Math.min(GATHER_MS, Math.floor(leftMs / 2));
}

function ofPeople(auctionId: string, userIds: readonly string[]) {
  return and(
    ...[inArray(notices.userId, [...userIds]), eq(notices.kind, 'outbid')],
    eq(notices.auctionId, auctionId),
  );
}
